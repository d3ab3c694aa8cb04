export type * from '../spec/index.ts';
export { checkAdapter, defineAdapter } from './adapter.ts';
export type { Limits } from './attendant.ts';
export type { Certificate } from './certificate.ts';
export { describeConformance, type TestContext, type TestRunner } from './describe.ts';
export { type Deviation, readDeviations } from './deviations.ts';
export { type Executor, inProcess, type Profile, type Unusable } from './execute.ts';
export {
  type GlobalAllocAnswers,
  type GlobalAllocInstance,
  type GlobalAllocParts,
  globalAllocAdapter,
} from './global-alloc.ts';
export { decodeHistory, encodeHistory } from './history-file.ts';
export { type BreachAt, type Judgement, judge } from './judge.ts';
export {
  type MallocAnswers,
  type MallocInstance,
  type MallocParts,
  mallocAdapter,
} from './malloc.ts';
export { type ClauseProfile, profileOf } from './profile.ts';
export { referenceBitmap, referenceHeap, referencePaged } from './reference.ts';
export { type Replay, replay } from './replay.ts';
export type { BudgetName, ClauseReport, Failure, Report, VerdictName } from './report.ts';
export { renderJson } from './reporters/json.ts';
export { renderJUnit } from './reporters/junit.ts';
export { renderTable, renderTerminal } from './reporters/terminal.ts';
export { BUDGETS, DEFAULT_SEED, runSuite, type SuiteOptions } from './suite.ts';
export { exitCodeOf } from './verdict.ts';
export { inWorker } from './watchdog.ts';
