/** Calls a heap by slots, fills what it grants and reads it back. */
import type {
  Content,
  HeapAdapter,
  HeapConfig,
  HeapOperation,
  HeapOutcome,
  HeapSubject,
  Mishap,
} from '../../spec/index.ts';
import { attempt, fingerprintOf, malformed, skipped } from '../answer.ts';
import type { Driver } from '../kit.ts';
import { fill, patternRuns, rawRuns } from './content.ts';
import { readLayout, readStats } from './observe.ts';

interface Held {
  readonly address: number;
  readonly size: number;
  readonly align: number;
  readonly live: boolean;
}

const TAGS = 251;
const NONE: { status?: undefined } = {};

export function driveHeap(
  subject: HeapSubject,
  asked: HeapConfig,
  adapter: HeapAdapter,
): Driver<'heap'> {
  const arena = subject.arena ?? asked;
  const { naturalAlign: natural, zeroSize } = adapter.answers;
  const slots = new Map<number, Held>();
  /** By slot: what its block was before it moved. */
  const moved = new Map<number, Held>();
  const everGranted = new Set<number>();
  let grants = 0;

  const view = (address: number, size: number): Uint8Array | null => {
    if (subject.bytes === undefined) return null;
    try {
      const bytes = subject.bytes(address, size);
      return bytes instanceof Uint8Array && bytes.length === size ? bytes : null;
    } catch {
      return null;
    }
  };
  const reads = (
    address: number,
    size: number,
    read: (bytes: Uint8Array) => Content,
  ): { content?: Content } => {
    if (subject.bytes === undefined || size === 0) return {};
    const bytes = view(address, size);
    return { content: bytes === null ? null : read(bytes) };
  };
  const usableOf = (address: number): { usable?: number; status?: undefined } | Mishap => {
    if (subject.usableSize === undefined) return {};
    const usable = subject.usableSize(address);
    return Number.isSafeInteger(usable) ? { usable } : malformed(usable, 'a usable size in bytes');
  };

  /** Takes over a block: fills it, and remembers where it is. */
  const take = (
    slot: number,
    address: number,
    size: number,
    align: number,
    content: { content?: Content },
  ): HeapOutcome => {
    const tag = (grants++ % TAGS) + 1;
    slots.set(slot, { address, size, align, live: true });
    everGranted.add(address);
    const usable = size === 0 ? NONE : usableOf(address);
    if (usable.status !== undefined) return usable;
    if (subject.bytes === undefined || size === 0)
      return { ...content, ...usable, status: 'granted', address };
    const bytes = view(address, size);
    if (bytes === null) return { ...usable, status: 'granted', address, content: null };
    fill(bytes, tag);
    return { ...content, ...usable, status: 'granted', address, tag };
  };

  const alloc = ({ slot, size, align, zeroed }: HeapOperation & { kind: 'alloc' }): HeapOutcome => {
    if (slots.get(slot)?.live) return skipped;
    const method = zeroed ? subject.allocZeroed : subject.alloc;
    if (method === undefined) return skipped;
    const address: unknown = Reflect.apply(method, subject, [size, align]);
    if (address === null) return { status: 'refused' };
    if (!isAddress(address)) return malformed(address, 'an address or null');
    const bytes = typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : 0;
    const content = zeroed ? reads(address, bytes, rawRuns) : {};
    return take(slot, address, bytes, typeof align === 'number' ? align : 1, content);
  };

  const realloc = ({ slot, size }: HeapOperation & { kind: 'realloc' }): HeapOutcome => {
    const held = slots.get(slot);
    if (!held?.live || held.size === 0 || subject.realloc === undefined) return skipped;
    const address: unknown = Reflect.apply(subject.realloc, subject, [
      held.address,
      held.size,
      held.align,
      size,
    ]);
    if (address === null)
      return { status: 'refused', ...reads(held.address, held.size, patternRuns) };
    if (!isAddress(address)) return malformed(address, 'an address or null');
    const bytes = typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : 0;
    const kept = reads(address, Math.min(held.size, bytes), patternRuns);
    if (address !== held.address) moved.set(slot, held);
    return take(slot, address, bytes, held.align, kept);
  };

  const dealloc = (held: Held | undefined, slot: number): HeapOutcome => {
    if (!held?.live) return skipped;
    const content = reads(held.address, held.size, patternRuns);
    slots.set(slot, { ...held, live: false });
    const answer: unknown = subject.dealloc(held.address, held.size, held.align);
    return { status: answer === false ? 'rejected' : 'done', ...content };
  };

  const misuse = ({ how, slot }: HeapOperation & { kind: 'misuse' }): HeapOutcome => {
    const target = misuseTarget(how, slot);
    if (target === undefined) return skipped;
    const answer: unknown = Reflect.apply(subject.dealloc, subject, target);
    return { status: answer === false ? 'rejected' : 'done' };
  };

  const misuseTarget = (how: string, slot: number): unknown[] | undefined => {
    const held = slots.get(slot);
    const isFree = (address: number): boolean => {
      for (const { live, address: start, size } of slots.values()) {
        if (live && address >= start && address < start + Math.max(size, 1)) return false;
      }
      return true;
    };
    switch (how) {
      case 'null':
        return [null, 0, 1];
      case 'double': {
        const ended = held?.live ? moved.get(slot) : held;
        if (ended === undefined || ended.size === 0 || !isFree(ended.address)) return undefined;
        return [ended.address, ended.size, ended.align];
      }
      case 'interior':
        if (!held?.live || held.size < 2) return undefined;
        return [held.address + interiorOffset(held.size, slot), 1, 1];
      default: {
        const address = foreignAddress(slot);
        return everGranted.has(address) || !isFree(address)
          ? undefined
          : [address, natural, natural];
      }
    }
  };

  /** In the middle of the block, of its first unit, or where another unit begins. */
  const interiorOffset = (size: number, slot: number): number => {
    const half = Math.ceil(size / 2);
    const last = Math.ceil(size / natural) - 1;
    const any = (grants * 797) % (last + 1);
    const offsets = [half, natural / 2, natural, natural * last, natural * any];
    const offset = offsets[slot % 5] ?? half;
    return Number.isInteger(offset) && offset > 0 && offset < size ? offset : half;
  };

  /** Behind the arena, before it, where a block would be to 32 bits, or in it. */
  const foreignAddress = (slot: number): number => {
    const { base, size } = arena;
    const behind = base + size + 64 * natural;
    const within = base + Math.floor((size * (1 + (slot % 7))) / 8 / natural) * natural;
    // The call is made wherever the arena lies, so that runs at two bases can be compared.
    const before = (address: number): number => (address > 0 ? address : behind);
    switch (slot % 16) {
      case 2:
        // Where a sentinel may be.
        return zeroSize === 'sentinel' ? behind : base + size;
      case 4:
      case 10:
        // Near enough for what a subject keeps there, and seldom the same.
        return before(base - natural * (1 + ((grants * 797) % 4096)));
      case 6:
      case 14: {
        const held = [...slots.values()].find(({ live }) => live);
        return (held?.address ?? base) + 2 ** 32;
      }
      case 7:
        return within + Math.floor(natural / 2);
      case 12:
        return before(Math.floor(base / 2 / natural) * natural);
      default:
        return slot % 2 === 0 ? behind : within;
    }
  };

  const verify = (held: Held | undefined): HeapOutcome => {
    if (!held?.live || held.size === 0) return skipped;
    const usable = usableOf(held.address);
    if (usable.status !== undefined) return usable;
    return { ...reads(held.address, held.size, patternRuns), ...usable, status: 'read' };
  };

  const observe = (): HeapOutcome => {
    const stats = subject.stats === undefined ? NONE : readStats(subject.stats());
    if (stats.status !== undefined) return stats;
    const layout = subject.inspect === undefined ? NONE : readLayout(subject.inspect());
    if (layout.status !== undefined) return layout;
    return { ...stats, ...layout, status: 'observed' };
  };

  const reset = (): HeapOutcome => {
    if (subject.reset === undefined) return skipped;
    subject.reset();
    // To deallocate what was live is misuse from here on.
    for (const [slot, held] of slots) slots.set(slot, { ...held, live: false });
    return { status: 'done' };
  };

  const call = (operation: HeapOperation): HeapOutcome => {
    switch (operation.kind) {
      case 'alloc':
        return alloc(operation);
      case 'dealloc':
        return dealloc(slots.get(operation.slot), operation.slot);
      case 'realloc':
        return realloc(operation);
      case 'misuse':
        return misuse(operation);
      case 'verify':
        return verify(slots.get(operation.slot));
      case 'observe':
        return observe();
      case 'reset':
        return reset();
    }
  };
  return {
    config: arena,
    apply: (operation) => attempt(() => call(operation)),
    fingerprint: () => fingerprintOf(subject),
  };
}

const isAddress = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
