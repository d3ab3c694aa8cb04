export { bitmapModel } from './bitmap.ts';
export { heapModel } from './heap.ts';
export type { HeapState } from './heap/state.ts';
export { type Breach, type Finding, type Model, type Predicate, step, type Transition, type Verdict } from './model.ts';
export { pagedModel } from './paged.ts';
export { PAGED_SCRIBBLE, pagedPattern } from './paged/pattern.ts';
export { commonPairs, type PairFinding } from './pairs.ts';
