export { bitmapScopes } from './bitmap/scopes.ts';
export { bitmapModel } from './bitmap.ts';
export { isSameReport } from './common.ts';
export { explore, Frontier, START } from './explore.ts';
export { heapScopes } from './heap/scopes.ts';
export type { HeapState } from './heap/state.ts';
export { heapModel } from './heap.ts';
export { explorePagedMachine, PAGED_MACHINE_SCOPES } from './machine/paged.ts';
export {
  type Breach,
  type Finding,
  Inquiry,
  type Model,
  type Predicate,
  step,
  type Transition,
  type Verdict,
} from './model.ts';
export { PAGED_SCRIBBLE, pagedPattern } from './paged/pattern.ts';
export { pagedScopes } from './paged/scopes.ts';
export { pagedModel } from './paged.ts';
export { commonPairs, type PairFinding } from './pairs.ts';
export { exploreModel, type ModelExploration, type Move, type Scope } from './scope.ts';
