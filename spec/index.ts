export * from './allocator.ts';
export * from './bitmap.ts';
export * from './clause.ts';
export * from './clauses.ts';
export * from './heap.ts';
export * from './history.ts';
export * from './paged.ts';
