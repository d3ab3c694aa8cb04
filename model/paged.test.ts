import { describe, expect, it } from 'vitest';
import { CLAUSES } from '../spec/index.ts';
import { casesOf, itJudges } from './notation.ts';
import { clausesOf, judged, PARTS } from './paged/notation.ts';
import { PAGED_SCRIBBLE, pagedPattern } from './paged/pattern.ts';

/** Each: the clause and what is wrong, the history, a part of what the judge says. */
const REJECTS = `
paged.create.valid-iff rejects frames of one byte
usual: create memory=8 frames=8 = created
an instance was made, but 8 frames have less than 2 bytes each

paged.create.valid-iff rejects a base within a frame
usual: create base=6 = created
virtualBase 6 is no multiple of the frame size 4

paged.create.valid-iff rejects no instance of valid numbers
usual: create slots=1 = refused
no instance was made of {"memorySize":32,"frameCount":8,"slotCount":1,"quarantineCapacity":2,"virtualBase":8}

paged.pid.range-ends rejects a highest pid that is refused
usual: alloc 65535 4 = refused
pid 65535 asked for 4 bytes, 1 frames, and was refused although 8 of 8 frames and 8 of 8 slots are free

paged.pid.range-ends rejects a lowest pid that cannot deallocate
usual: alloc 0 4 = 8; dealloc 0 = refused
dealloc of pid 0 was answered refused

paged.pid.outside-refused rejects a pid above the range
usual: alloc 65536 4 = 8
alloc(pid 65536, 4) was answered granted; pids are 0 to 65535

paged.pid.outside-refused rejects a pid below the range
pids=1-9: dealloc 0 = already-free
dealloc(pid 0) was answered already-free; pids are 1 to 9

paged.pid.outside-refused rejects a pid in a string
usual: alloc 8 4 = 8; read "8" 8 1 = 0
read(pid "8", {pid "8", 8}, 1 bytes) was answered read

paged.pid.distinct rejects a pid cut to eight bits
usual: alloc 1 4 = 8; alloc 257 4 = 12
pid 257 is pid 1 modulo 256: position 12 was granted instead of 8

paged.pid.distinct rejects one region for two pids
pids=0-4294967296: alloc 65536 4 = 8; dealloc 0 = success
pid 0 is pid 65536 modulo 256: it owned nothing and was answered success

paged.pid.reused rejects the bytes of the first life
usual: alloc 1 4 = 8; write 1 8 4 #5 = written; dealloc 1 = success; alloc 1 4 = 8; read 1 8 4 = #5
pid 1 reads 6 at 8 instead of 0: a byte that pid 1 once wrote (tag 5)

paged.alloc.zero-refused rejects a region of no pages
usual: alloc 1 0 = 8
alloc(pid 1, 0) was granted

paged.alloc.invalid-refused rejects NaN
usual: alloc 1 NaN = 8
alloc(pid 1, NaN) was granted

paged.alloc.invalid-refused rejects a negative size
usual: alloc 1 -4 = 8
alloc(pid 1, -4) was granted

paged.alloc.invalid-refused rejects a number in a string
usual: alloc 1 "4" = 8
alloc(pid 1, "4") was granted

paged.alloc.dense rejects a second region at the first position
usual: alloc 1 8 = 8; alloc 1 8 = 8
pid 1 was granted position 8, but its region ends at 16

paged.alloc.dense rejects a region below the base
usual: alloc 1 8 = 0
pid 1 was granted position 0, but virtualBase is 8

paged.alloc.whole-frames rejects pages rounded down
usual: alloc 1 6 = 8; read 1 12 1 = no-segment
read(pid 1, {pid 1, 12}, 1 bytes) was answered no-segment; pid 1 owns [8, 16) in pages of 4

paged.alloc.whole-frames rejects a page too many
usual: alloc 1 4 = 8; read 1 12 1 = 0
read(pid 1, {pid 1, 12}, 1 bytes) was answered read; pid 1 owns [8, 12) in pages of 4

paged.alloc.whole-frames rejects a page too many in the layout
usual: alloc 1 4 = 8; observe = 1:0-1 m:11000000
pid 1 was granted 1 pages and has 2

paged.alloc.only-free rejects more frames than are free
usual: alloc 1 20 = 8; alloc 2 16 = 8
pid 2 asked for 16 bytes, 4 frames, and was granted 4, but only 3 of 8 are free (5 live, 0 quarantined)

paged.alloc.only-free rejects a frame that was live when it was granted
usual: alloc 1 4 = 8; observe = 1:0 m:10000000; alloc 2 4 = 8; dealloc 1 = success; observe = 2:0 m:10000000
pid 2 was granted frame 0, and only 1 2 3 4 5 6 7 were free

paged.alloc.gathers rejects a refusal because of fragments
usual: holes; alloc 5 16 = refused
pid 5 asked for 16 bytes, 4 frames, and was granted 0; the longest run is 2, but 4 of 8 frames

paged.alloc.second-refused rejects a second region
secondAlloc=refuse: alloc 1 4 = 8; alloc 1 4 = 12
alloc(pid 1, 4) was granted, but the pid owns a region up to 12

paged.alloc.under-damage rejects a live frame for the count
selfChecking=true: alloc 1 4 = 8; tamper 1 0; alloc 2 32 = 8
was granted 8 of 7 free frames while marks of live frames are damaged

paged.alloc.under-damage rejects a frame with two owners
selfChecking=true: alloc 1 4 = 8; tamper 1 0; alloc 2 4 = 8; observe = 1:0 2:0 m:10000000
frame 0, whose mark was damaged, belongs to pid 1 and to pid 2

paged.alloc.under-damage rejects bytes of the second owner
selfChecking=true: alloc 1 4 = 8; tamper 1 0; alloc 2 4 = 8; write 2 8 1 #9 = written; read 1 8 1 = #9
pid 1 reads 10 at 8 instead of 0

paged.partial.undeclared rejects a part
usual: alloc 1 40 = 8 part 8 32
pid 1 asked for 40 bytes, 10 frames, and was granted a part of 8 frames

paged.partial.units rejects frames for bytes
partial=any: alloc 1 40 = 8 part 8 8
a part of 8 frames was reported as 8 bytes instead of 32

paged.partial.units rejects a part that is all
partial=any: alloc 1 8 = 8 part 2 8
pid 1 asked for 8 bytes, 2 frames, and was granted a part of 2 frames

paged.partial.justified rejects a part without need
partial=any: alloc 1 8 = 8 part 1 4
was granted a part of 1 although 8 of 8 frames and 8 of 8 slots are free

paged.partial.justified rejects a part for want of frames
partial=slots: alloc 1 40 = 8 part 8 32
was granted a part of 8 for want of frames (8 of 8 frames and 8 of 8 slots are free); parts are granted for want of slots

paged.partial.offered rejects a refusal
partial=any: alloc 1 40 = refused
was refused although 8 of 8 frames and 8 of 8 slots are free, and parts are granted for want of frames or slots

paged.segments.tile rejects a last segment at the base
usual: holes; alloc 5 16 = 8; observe = 2:2-3 4:6-7 5:0-1+4-5@8 m:11111111
pid 5 has a segment at 8, where 16 comes next

paged.segments.tile rejects a run over the last frame
usual: alloc 1 8 = 8; observe = 1:7-8 m:00000001
pid 1 has a segment of 2 frames from 7 on, of 8

paged.segments.bounded rejects an owner too many
slots=1: alloc 1 4 = 8; alloc 2 4 = 8
pid 2 asked for 4 bytes, 1 frames, and was granted 1, but 0 of 1 slots are free

paged.segments.bounded rejects a segment too many
slots=1 split=unknown: alloc 1 8 = 8; observe = 1:0+2 m:10100000
2 segments are listed in 1 slots

paged.marks.agree rejects a marked frame without an owner
usual: alloc 1 4 = 8; observe = 1:0 m:11000000
frame 1 is free and its mark is 1

paged.marks.agree rejects a live frame without a mark
usual: alloc 1 8 = 8; tamper 1 0; observe = 1:0-1 m:00000000
frame 1 is live and its mark is 0

paged.placement.first-fit rejects a higher run
usual: alloc 1 4 = 8; observe = 1:1 m:01000000
a segment was put at frame 1, where first-fit puts it at 0

paged.placement.tail-first rejects a low hole
placement=tail-first: alloc 1 4 = 8; alloc 2 4 = 8; dealloc 1 = success; observe = 2:1 m:01000000; alloc 3 4 = 8; observe = 2:1 3:0 m:11000000
a segment was put at frame 0, where tail-first puts it at 2; pid 3 was granted frame 0 of the free frames 0 2 3 4 5 6 7

paged.placement.tail-first rejects an offset that only grows
placement=tail-first: alloc 1 8 = 8; alloc 2 8 = 8; dealloc 2 = success; observe = 1:0-1 m:11000000; alloc 3 4 = 8; observe = 1:0-1 3:4 m:11001000
a segment was put at frame 4, where tail-first puts it at 2

paged.split.halving rejects a cut without need
usual: alloc 1 8 = 8; observe = 1:0+1 m:11000000
a segment of 1 was cut for the 2 frames still needed, where halving cuts 2; pid 1 was granted frame 0, frame 1 of the free frames 0 1 2

paged.split.halving rejects the longest run first
usual: holes; dealloc 4 = success; alloc 5 20 = 8; observe = 2:2-3 5:4-7+0 m:10111111
a segment of 4 was cut for the 5 frames still needed, where halving cuts 2

paged.split.halving rejects two grants in one segment
usual: alloc 1 4 = 8; alloc 1 4 = 12; observe = 1:0-1 m:11000000
pid 1 was granted [12, 16) within a segment

paged.split.halving rejects a part that ends within a segment
slots=4 partial=slots: holes; alloc 5 4 = 8; observe = 2:2-3 4:6-7 5:0 m:10110011; alloc 6 12 = 8 part 2 8
a part of 2 frames was granted, where halving cuts frame 1, frames 4 to 5

paged.split.slots rejects a refusal of one segment
slots=1: alloc 1 32 = refused
pid 1 asked for 32 bytes, 8 frames, and was granted 0; halving cuts 1 segments and 1 slots are free

paged.split.slots rejects two segments in one slot
slots=4: holes; alloc 5 4 = 8; observe = 2:2-3 4:6-7 5:0 m:10110011; alloc 6 12 = 8
pid 6 asked for 12 bytes, 3 frames, and was granted whole; halving cuts 2 segments and 1 slots are free

common.alloc.no-overlap rejects a position inside the region
usual: alloc 1 8 = 8; alloc 1 8 = 12
[12, 20) of pid 1 overlaps [8, 16) of pid 1, which is live

common.alloc.contained rejects a region beyond the last position
usual: alloc 1 8 = 36
[36, 44) of pid 1 is not inside the arena

common.alloc.usable rejects a lost last byte
usual: alloc 1 4 = 8; write 1 11 1 #5 = written; read 1 11 1 = 0
pid 1 reads 0 at 11 instead of 6

common.refuse.impossible rejects F + 1 frames
usual: alloc 1 33 = 8
33 was granted, more than the arena of 32 holds

common.refuse.unchanged rejects a leak
usual: alloc 1 28 = 8; observe = free=1 slots=7; alloc 2 8 = refused; observe = free=0 slots=7
before the refused call: {"freeFrames":1,"freeSlots":7}; after it: {"freeFrames":0,"freeSlots":7}

common.refuse.stable rejects a second try that is lucky
slots=1 split=unknown: alloc 1 8 = refused; alloc 1 8 = 8
alloc(pid 1, 8) was refused and then granted

common.refuse.monotone rejects more than was refused
usual: alloc 1 32 = 8; alloc 2 4 = refused; alloc 2 8 = 8
4 was refused, and then 8 was granted

common.grant.fresh rejects a stub
usual: alloc 1 4 = refused
4 (bytes, 1 frames, for pid 1) was refused although nothing was granted yet and it costs at most 4 of 32

common.grant.growth rejects capacity that is missing
usual: alloc 1 28 = 8; alloc 2 4 = refused
with at most 28 spent it costs at most 4 of 32

common.grant.fit rejects a refusal
usual: alloc 1 28 = 8; alloc 2 4 = refused
4 (bytes, 1 frames, for pid 2) was refused although 1 of 8 frames and 1 to 7 of 8 slots are free, which serves it

common.grant.no-creep rejects a region that does not come back
usual: alloc 1 4 = 8; dealloc 1 = success; alloc 1 4 = refused
the same request was granted and deallocated by the two calls before

common.grant.drain rejects an instance that does not drain
usual: alloc 1 4 = 8; dealloc 1 = success; alloc 2 32 = refused
nothing is live any more and it costs at most 32 of 32

common.stats.agree rejects a number that the layout contradicts
split=unknown: alloc 1 8 = 8; observe = free=6 slots=7 1:0+1 m:11000000
freeSlots is 7, but 6 by the layout

common.inspect.partition rejects a frame in two classes
usual: alloc 1 4 = 8; tamper 1 0; dealloc 1 = quarantined; alloc 2 4 = 8; observe = 2:0 q:0 m:10000000
frame 0 of pid 2 and frame 0 of the quarantine meet

common.inspect.partition rejects a frame in none
usual: alloc 1 8 = 8; observe = 1:0 m:10000000
pid 1 owns 2 pages, and 1 frames are listed

common.block.stable rejects a segment that moved
usual: alloc 1 4 = 8; observe = 1:0 m:10000000; alloc 2 4 = 8; observe = 1:1 2:0 m:11000000
a segment of pid 1 was frame 0 and is frame 1

common.create.empty rejects a marked frame
usual: observe = m:10000000
frame 0 is marked

common.reset.fresh rejects a slot that stays
usual: observe = free=8 slots=8; alloc 1 4 = 8; reset; observe = free=8 slots=7
before the reset: {"freeFrames":8,"freeSlots":8}; after it: {"freeFrames":8,"freeSlots":7}
`;

/** Each: the clause, and a right history that ends in a hit of it. */
const ACCEPTS = `
common.call.total accepts a refusal that slots may explain
slots=2 split=unknown placement=unknown: alloc 1 12 = refused

common.call.total accepts a refusal while it is unknown how many frames are quarantined
usual: alloc 1 12 = 8; tamper 1 0; dealloc 1 = quarantined; alloc 2 28 = refused

common.call.total accepts a grant while it is unknown how many frames are quarantined
split=unknown: alloc 1 12 = 8; tamper 1 0; dealloc 1 = quarantined; alloc 2 28 = 8
`;

describe('paged model, granting', () => {
  itJudges(judged, { rejects: REJECTS, accepts: ACCEPTS });

  it('rejects a history for every clause', () => {
    const rejected = new Set(casesOf(REJECTS).map(({ clause }) => clause));
    expect(clausesOf('granting').filter((id) => !rejected.has(id))).toEqual([]);
  });

  it('rejects a history for every clause of the chapter, here or in access and release', () => {
    const parts = Object.values(PARTS).flat();
    const isIn = (id: string): boolean => parts.some((prefix) => id.startsWith(`${prefix}.`));
    const own = CLAUSES.filter(
      ({ id, untested }) => id.startsWith('paged.') && untested === undefined,
    );
    // The last needs two runs; it is judged in pairs.ts.
    const left = own.map(({ id }) => id).filter((id) => !isIn(id));
    expect(left).toEqual(['paged.base.translated']);
  });
});

describe('pagedPattern', () => {
  it('has no byte that is fresh or scribbled', () => {
    const bytes = [0, 1, 253, 254, 64261, 10 ** 9].flatMap((tag) => pagedPattern(tag, 300));
    expect(bytes.filter((byte) => byte < 1 || byte >= PAGED_SCRIBBLE)).toEqual([]);
  });

  it('differs in every byte for tags below 254', () => {
    for (const at of [0, 1, 7, 100]) {
      const bytes = Array.from({ length: 254 }, (_, tag) => pagedPattern(tag, at + 1)[at]);
      expect(new Set(bytes).size).toBe(254);
    }
  });

  it('differs within eight bytes for tags below 64,262', () => {
    const starts = Array.from({ length: 64262 }, (_, tag) => pagedPattern(tag, 8).join(' '));
    expect(new Set(starts).size).toBe(64262);
  });
});
