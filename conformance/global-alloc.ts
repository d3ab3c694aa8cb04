/**
 * Adapters for allocators that have the calls of Rust's GlobalAlloc, with the layout spread over two
 * numbers, as a cdylib for WebAssembly exports them.
 */
import type { HeapAdapter, HeapAnswers, HeapSubject } from '../spec/index.ts';
import {
  type AnswersBut,
  demandMethods,
  type ForeignInstance,
  type ForeignParts,
  foreignAdapter,
  type Granted,
  type Requester,
  surroundingsOf,
} from './foreign.ts';

/** Answers that follow from Rust's rules; an allocator that promises more may say so. */
type FromRust = 'bases' | 'invalidAlign' | 'invalidNumbers' | 'zeroSize' | 'misuse';

export type GlobalAllocAnswers = AnswersBut<FromRust>;

/** The calls are made as methods, so that an instance of a class may be given. */
export interface GlobalAllocInstance extends ForeignInstance {
  alloc(size: number, align: number): Granted;
  dealloc(address: number, size: number, align: number): unknown;
  alloc_zeroed?(size: number, align: number): Granted;
  realloc?(address: number, size: number, align: number, newSize: number): Granted;
}

export type GlobalAllocParts = ForeignParts<GlobalAllocInstance, GlobalAllocAnswers>;

const FROM_RUST: Pick<HeapAnswers, FromRust> = {
  bases: [0],
  invalidAlign: 'undefined',
  invalidNumbers: 'undefined',
  zeroSize: 'undefined',
  misuse: 'undefined',
};

export const globalAllocAdapter = (parts: GlobalAllocParts): HeapAdapter =>
  foreignAdapter(parts, { ...FROM_RUST, ...parts.answers }, (instance, request) =>
    subjectOf(instance, parts, request),
  );

function subjectOf(
  instance: GlobalAllocInstance,
  { wasm32 }: GlobalAllocParts,
  request: Requester,
): HeapSubject {
  demandMethods(instance, ['alloc', 'dealloc']);
  /** A size that exceeds this when rounded up to the alignment makes no Layout. */
  const isizeMax = wasm32 ? 2 ** 31 - 1 : Number.MAX_SAFE_INTEGER;
  const isBeyond = (size: number, align: number): boolean => size > isizeMax - (align - 1);
  return {
    ...surroundingsOf(instance),
    alloc: (size, align) =>
      isBeyond(size, align) ? null : request(() => instance.alloc(size, align)),
    dealloc: instance.dealloc.bind(instance),
    ...(instance.alloc_zeroed && {
      allocZeroed: (size, align) =>
        isBeyond(size, align) ? null : request(() => instance.alloc_zeroed?.(size, align)),
    }),
    ...(instance.realloc && {
      realloc: (address, oldSize, align, size) =>
        // A new size of 0 is undefined.
        size === 0 || isBeyond(size, align)
          ? null
          : request(() => instance.realloc?.(address, oldSize, align, size)),
    }),
  };
}
