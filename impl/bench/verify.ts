/**
 * A subject that is watched: every block must be aligned as promised, inside the arena, and
 * disjoint from all live ones. Each target is run like this before it is timed, by the same loop.
 *
 *     owner   0 0 1 1 1 1 0 0 1 1      one mark a byte of the arena, or a frame
 */
import type { Handle, Subject } from './targets/target.ts';

/** Throws an error that says what is wrong as soon as a call is. */
export function watched(subject: Subject): Subject {
  const live = new Map<Handle, { start: number; size: number }>();
  const owners = new Marks();
  return {
    ...subject,
    alloc(size) {
      const handle = subject.alloc(size);
      if (handle === subject.refusal) return handle;
      const address = subject.addressOf(handle);
      const start = address - subject.base;
      const block = `the block [${address}, ${address + size})`;
      if (!Number.isInteger(start)) throw new Error(`${block} must begin at a whole number`);
      if (address % subject.align !== 0)
        throw new Error(`${block} must be a multiple of ${subject.align}`);
      if (start < 0 || start + size > subject.size)
        throw new Error(`${block} must lie in ${subject.size} from ${subject.base} on`);
      if (!owners.take(start, size)) throw new Error(`${block} must not overlap with a live one`);
      live.set(handle, { start, size });
      return handle;
    },
    dealloc(handle, size) {
      if (handle === subject.refusal) throw new Error('refused a request');
      const block = live.get(handle);
      if (block === undefined) throw new Error('only live blocks may be given back');
      live.delete(handle);
      owners.give(block.start, block.size);
      subject.dealloc(handle, size);
    },
  };
}

/** Grows with the highest address. */
class Marks {
  #marks = new Uint8Array(2 ** 16);

  take(start: number, size: number): boolean {
    if (start + size > this.#marks.length) this.#grow(start + size);
    for (let at = start; at < start + size; at++) if (this.#marks[at] === 1) return false;
    this.#marks.fill(1, start, start + size);
    return true;
  }

  give(start: number, size: number): void {
    this.#marks.fill(0, start, start + size);
  }

  #grow(size: number): void {
    const marks = new Uint8Array(2 * size);
    marks.set(this.#marks);
    this.#marks = marks;
  }
}
