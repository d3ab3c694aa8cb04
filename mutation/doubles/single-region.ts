/**
 * The paged allocator of `impl/`, but a pid that owns a region is refused another one: the answer to a
 * second request that our own allocator does not give.
 */
import { pagedAdapter } from '../../impl/index.ts';
import type { PagedAdapter, PagedSubject } from '../../spec/index.ts';

const inner = pagedAdapter();

export const singleRegion: PagedAdapter = {
  ...inner,
  name: 'double:single-region',
  answers: { ...inner.answers, secondAlloc: 'refuse' },
  create(config) {
    const subject = inner.create(config);
    return subject && single(subject);
  },
};

function single(subject: PagedSubject): PagedSubject {
  const owners = new Set<number>();
  return {
    ...subject,
    alloc(pid, size) {
      const granted = owners.has(pid) ? null : subject.alloc(pid, size);
      if (granted !== null) owners.add(pid);
      return granted;
    },
    dealloc(pid) {
      owners.delete(pid);
      return subject.dealloc(pid);
    },
    reset() {
      owners.clear();
      subject.reset?.();
    },
  };
}
