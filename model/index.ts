export { bitmapModel } from './bitmap.ts';
export { isSameReport } from './common.ts';
export type { HeapState } from './heap/state.ts';
export { heapModel } from './heap.ts';
export {
  type Asked,
  ask,
  asking,
  type Breach,
  type Finding,
  type Model,
  type Predicate,
  step,
  type Transition,
  type Verdict,
} from './model.ts';
export { PAGED_SCRIBBLE, pagedPattern } from './paged/pattern.ts';
export { pagedModel } from './paged.ts';
export { commonPairs, type PairFinding } from './pairs.ts';
