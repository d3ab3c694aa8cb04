import { describe, expect, it } from 'vitest';
import { casesOf, itJudges } from '../notation.ts';
import { clausesOf, judged } from './notation.ts';

/** Each: the clause and what is wrong, the history, a part of what the judge says. */
const REJECTS = `
paged.dealloc.status rejects a status that tells of others
usual: alloc 1 4 = 8; alloc 2 4 = 8; tamper 1 0; dealloc 1 = quarantined; dealloc 2 = quarantined
pid 2 had 0 damaged marks, and its dealloc was answered quarantined instead of success

paged.dealloc.status rejects damage that is not seen
usual: alloc 1 12 = 8; tamper 1 2; dealloc 1 = success
pid 1 had 1 damaged marks, and its dealloc was answered success instead of quarantined

paged.dealloc.status rejects damage that was undone
usual: alloc 1 4 = 8; tamper 1 0 0; tamper 1 0 1; dealloc 1 = quarantined
pid 1 had 0 damaged marks, and its dealloc was answered quarantined instead of success

paged.dealloc.status rejects success of an unknown pid
usual: dealloc 77 = success
pid 77 owned nothing, and its dealloc was answered success instead of already-free

paged.dealloc.repeated rejects a second entry
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; dealloc 1 = quarantined
a second dealloc of pid 1 was answered quarantined

paged.dealloc.whole-region rejects a page that stays
usual: alloc 1 8 = 8; dealloc 1 = success; read 1 12 1 = 0
read(pid 1, {pid 1, 12}, 1 bytes) was answered read; pid 1 owns nothing

paged.dealloc.whole-region rejects a segment that stays
usual: alloc 1 8 = 8; dealloc 1 = success; observe = 1:1@12 m:01000000
a segment at 12 of pid 1 is listed after its dealloc

paged.dealloc.others-intact rejects a wipe of the neighbour
usual: alloc 1 4 = 8; alloc 2 4 = 8; write 1 8 2 #5 = written; dealloc 2 = success; read 1 8 2 = 0 0
pid 1 reads 0 at 8 instead of 6

paged.quarantine.whole-segment rejects the damaged frame alone
usual: alloc 1 12 = 8; observe = 1:0-2 m:11100000; tamper 1 1; dealloc 1 = quarantined; observe = q:1 m:01000000
the quarantine holds frame 1 instead of frames 0 to 2

paged.quarantine.complete rejects a lost frame
usual: alloc 1 12 = 8; observe = 1:0-2 m:11100000; dealloc 1 = success; observe = m:00100000
frame 2 was deallocated and is marked, but neither live nor quarantined

paged.quarantine.relocked rejects an open quarantine
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = q:0 m:00000000
the quarantined frame 0 is not marked

paged.quarantine.withheld rejects a grant of quarantined frames
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; alloc 2 32 = 8
pid 2 was granted 8 frames, but 7 are free and 1 quarantined

paged.quarantine.withheld rejects a quarantined frame in a region
usual: alloc 1 4 = 8; observe = 1:0 m:10000000; tamper 1 0; dealloc 1 = quarantined; alloc 2 4 = 8; observe = 2:0 q:0 m:10000000
the quarantined frame 0 belongs to pid 2

paged.quarantine.count rejects an entry that is not counted
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = count=0
quarantineCount tells of 0 entries instead of 1

paged.quarantine.keeps rejects an alloc that purges
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = count=1; alloc 2 4 = 8; observe = count=0
1 entries were quarantined and 0 are left, without a purge

paged.quarantine.keeps rejects an entry that changed
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = q:0 m:10000000; alloc 2 4 = 8; observe = 2:0 q:1 m:11000000
the quarantine held frame 0 and now holds frame 1, without a purge

paged.quarantine.overflow rejects an entry that is not counted
quarantine=1: alloc 1 4 = 8; alloc 2 4 = 8; tamper 1 0; tamper 2 0; dealloc 1 = quarantined; dealloc 2 = quarantined; observe = count=0
after an overflow quarantineCount tells of 0 entries instead of 1 of 1 entries

paged.quarantine.overflow rejects the old entry
quarantine=1: alloc 1 4 = 8; alloc 2 4 = 8; observe = 1:0 2:1 m:11000000; tamper 1 0; tamper 2 0; dealloc 1 = quarantined; dealloc 2 = quarantined; observe = q:0 m:10000000
after an overflow the quarantine holds frame 0 instead of frame 1

paged.quarantine.owner-returns rejects a pid that is banned
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; alloc 1 4 = refused
while its former frames are quarantined, and was refused although 7 of 8 frames and 8 of 8 slots are free

paged.purge.count rejects a receipt over nothing
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; purge = 0
purge answered 0, and 1 entries were quarantined

paged.purge.empties rejects an entry purged twice
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; purge = 1; purge = 1
a second purge answered 1

paged.purge.exact rejects a frame that stays marked
usual: alloc 1 4 = 8; alloc 2 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = 2:1 q:0 m:11000000; purge = 1; observe = 2:1 m:11000000
the marks after the purge are 11000000 instead of 01000000

paged.purge.exact rejects a purge of the next owner
usual: alloc 1 4 = 8; alloc 2 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = 2:1 q:0 m:11000000; purge = 1; observe = m:00000000
the purge moved pid 2 from frame 1 to nothing

paged.purge.wipes rejects bytes from before the quarantine
usual: alloc 1 4 = 8; write 1 8 4 #5 = written; tamper 1 0; dealloc 1 = quarantined; purge = 1; alloc 2 4 = 8; read 2 8 4 = #5
pid 2 reads 6 at 8 instead of 0

paged.purge.reclaims rejects frames that do not come back
usual: alloc 1 32 = 8; tamper 1 0; dealloc 1 = quarantined; purge = 1; alloc 2 32 = refused
pid 2 asked for 32 bytes, 8 frames, and was refused although a purge freed 1 and 8 of 8 frames

paged.purge.idle rejects a purge that loses a frame
usual: alloc 1 4 = 8; observe = free=7 count=0; purge = 0; observe = free=6 count=0
before the purge of an empty quarantine: {"freeFrames":7,"quarantineCount":0}; after it: {"freeFrames":6

paged.reset.forgets rejects a page that stays
usual: alloc 1 4 = 8; reset; read 1 8 1 = 0
read(pid 1, {pid 1, 8}, 1 bytes) after reset was served

paged.reset.forgets rejects an owner that stays
usual: alloc 1 4 = 8; reset; dealloc 1 = success
dealloc(pid 1) after reset was answered success

paged.reset.forgets rejects an entry that stays
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; reset; purge = 1
purge after reset answered 1
`;

/**
 * Each: the clause, and a right history that ends in a hit of it. The first ones are the table of
 * what a dealloc does to the quarantine, for `c` entries and `d` damaged segments. A quarantined
 * frame cannot be tampered with: the hook names pages.
 */
const ACCEPTS = `
paged.quarantine.count accepts d = 0 of a pid that owns nothing
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; dealloc 1 = already-free; observe = count=1

paged.quarantine.overflow accepts c = 0, d = 3 in a table of 2: the last one stays
usual: each; dealloc 1 = success; dealloc 3 = success; dealloc 5 = success; alloc 9 12 = 8; observe = 2:1 4:3 6:5 7:6 8:7 9:0+2+4 m:11111111; tamper 9 0; tamper 9 1; tamper 9 2; dealloc 9 = quarantined; observe = free=2 slots=3 count=1 2:1 4:3 6:5 7:6 8:7 q:4 m:01011111

paged.dealloc.status accepts a clean dealloc, which leaves the table as it was
usual: alloc 1 4 = 8; alloc 2 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = 2:1 q:0 m:11000000; dealloc 2 = success

paged.quarantine.count accepts the entry that was there
usual: alloc 1 4 = 8; alloc 2 4 = 8; tamper 1 0; dealloc 1 = quarantined; dealloc 2 = success; observe = q:0 m:10000000

paged.quarantine.whole-segment accepts an entry behind the older one, with all its marks
usual: alloc 1 4 = 8; alloc 2 12 = 8; observe = 1:0 2:1-3 m:11110000; tamper 1 0; dealloc 1 = quarantined; tamper 2 1; dealloc 2 = quarantined; observe = q:0+1-3 m:11110000

paged.quarantine.whole-segment accepts the damaged one of two segments
usual: holes; alloc 5 16 = 8; observe = 2:2-3 4:6-7 5:0-1+4-5 m:11111111; tamper 5 3; dealloc 5 = quarantined; observe = 2:2-3 4:6-7 q:4-5 m:00111111

paged.quarantine.overflow accepts the new entry alone, and the older frames free
quarantine=1: alloc 1 4 = 8; alloc 2 4 = 8; observe = 1:0 2:1 m:11000000; tamper 1 0; tamper 2 0; dealloc 1 = quarantined; dealloc 2 = quarantined; observe = free=7 slots=8 count=1 q:1 m:01000000

paged.quarantine.overflow accepts the last segments of one dealloc, by the closed form
usual: holes; tamper 2 0; dealloc 2 = quarantined; alloc 5 16 = 8; observe = 4:6-7 5:0-1+4-5 q:2-3 m:11111111; tamper 5 0; tamper 5 2; dealloc 5 = quarantined; observe = free=4 slots=7 count=1 4:6-7 q:4-5 m:00001111

paged.quarantine.relocked accepts older entries that stay through alloc, access and clean dealloc
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; alloc 2 4 = 8; read 2 8 1 = 0; dealloc 2 = success; observe = q:0 m:10000000

paged.purge.exact accepts an empty table after purge
usual: alloc 1 4 = 8; alloc 2 4 = 8; tamper 1 0; dealloc 1 = quarantined; observe = 2:1 q:0 m:11000000; purge = 1; observe = free=7 slots=7 count=0 2:1 m:01000000
`;

describe('paged model, release', () => {
  itJudges(judged, { rejects: REJECTS, accepts: ACCEPTS });

  it('rejects a history for every clause', () => {
    const rejected = new Set(casesOf(REJECTS).map(({ clause }) => clause));
    expect(clausesOf('release').filter((id) => !rejected.has(id))).toEqual([]);
  });
});
