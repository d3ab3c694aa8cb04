/** Adapters for allocators that have the calls of C: malloc, free, and what else there is. */
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

/** Answers that follow from C's rules; an allocator that promises more may say so. */
type FromC = 'bases' | 'maxAlign' | 'invalidAlign' | 'invalidNumbers' | 'misuse';

/** `maxAlign` has to be answered where there is `aligned_alloc`. */
export type MallocAnswers = AnswersBut<FromC>;

/** The calls are made as methods, so that an instance of a class may be given. */
export interface MallocInstance extends ForeignInstance {
  malloc(size: number): Granted;
  free(address: number): unknown;
  calloc?(count: number, size: number): Granted;
  realloc?(address: number, size: number): Granted;
  aligned_alloc?(alignment: number, size: number): Granted;
  malloc_usable_size?(address: number): number;
}

export type MallocParts = ForeignParts<MallocInstance, MallocAnswers>;

const SIZE_MAX_WASM32 = 2 ** 32 - 1;

export function mallocAdapter(parts: MallocParts): HeapAdapter {
  const { naturalAlign } = parts.answers ?? {};
  const fromC: Pick<HeapAnswers, FromC> = {
    bases: [0],
    maxAlign: naturalAlign,
    invalidAlign: 'undefined',
    invalidNumbers: 'undefined',
    misuse: {
      double: 'undefined',
      interior: 'undefined',
      foreign: 'undefined',
      null: parts.zeroIsAddress ? 'undefined' : 'ignore',
    },
  };
  return foreignAdapter(parts, { ...fromC, ...parts.answers }, (instance, request) =>
    subjectOf(instance, parts, request),
  );
}

function subjectOf(
  instance: MallocInstance,
  { answers, wasm32, zeroIsAddress = false }: MallocParts,
  request: Requester,
): HeapSubject {
  demandMethods(instance, ['malloc', 'free']);
  if (instance.aligned_alloc !== undefined && answers.maxAlign === undefined)
    throw new TypeError('answers.maxAlign is missing: the instance has aligned_alloc');
  const { naturalAlign } = answers;
  const surroundings = surroundingsOf(instance);
  const isBeyond = (value: number): boolean => wasm32 && value > SIZE_MAX_WASM32;
  const isNatural = (align: number): boolean =>
    Number.isInteger(align) && align >= 1 && naturalAlign % align === 0;

  const alloc = (size: number, align: number): number | null => {
    if (isBeyond(size) || isBeyond(align)) return null;
    if (isNatural(align)) return request(() => instance.malloc(size));
    return request(() => instance.aligned_alloc?.(align, size));
  };
  const realloc = (address: number, oldSize: number, align: number, size: number) => {
    // C23 leaves it undefined, and many implementations free the block.
    if (size === 0 || isBeyond(size)) return null;
    return isNatural(align)
      ? request(() => instance.realloc?.(address, size))
      : resized(address, oldSize, align, size);
  };
  /** C's realloc keeps only the natural alignment: a program moves such a block by itself. */
  const resized = (address: number, oldSize: number, align: number, size: number) => {
    if (!Number.isSafeInteger(size) || size < 0) return null;
    if (size <= oldSize) return address;
    const moved = alloc(size, align);
    if (moved === null) return null;
    surroundings.bytes?.(moved, oldSize).set(surroundings.bytes(address, oldSize));
    instance.free(address);
    return moved;
  };
  /** There is no call for zeroed bytes at a larger alignment: a program clears them by itself. */
  const cleared = (size: number, align: number) => {
    const address = alloc(size, align);
    if (address !== null) surroundings.bytes?.(address, size).fill(0);
    return address;
  };
  return {
    ...surroundings,
    alloc,
    // The kit passes `null` for NULL.
    dealloc: (address) => instance.free(zeroIsAddress ? address : (address ?? 0)),
    ...(instance.realloc && { realloc }),
    ...(instance.calloc && {
      allocZeroed: (size, align) => {
        if (!isNatural(align)) return cleared(size, align);
        if (isBeyond(size)) return null;
        // Neither factor may be overlooked.
        const isEven = Number.isSafeInteger(size) && size % 2 === 0;
        return request(() =>
          isEven ? instance.calloc?.(2, size / 2) : instance.calloc?.(1, size),
        );
      },
    }),
    ...(instance.malloc_usable_size && {
      usableSize: instance.malloc_usable_size.bind(instance),
    }),
  };
}
