import { describe, expect, it } from 'vitest';
import { CLAUSES } from '../spec/index.ts';
import { judged } from './bitmap/notation.ts';
import { casesOf, itJudges } from './notation.ts';

/** Each: the clause and what is wrong, the history, a part of what the judge says. */
const REJECTS = `
common.alloc.no-overlap rejects a frame granted twice
8 unknown: alloc 0 2 = 0+2; alloc 1 2 = 1+2
run [1, 3) overlaps run [0, 2), which is live

common.alloc.contained rejects a run over the end
8 unknown: alloc 0 2 = 0+2; alloc 1 2 = 7+2
run [7, 9) is not inside the arena

common.refuse.impossible rejects F + 1 frames
8 unknown: alloc 0 9 = 0+9
9 was granted, more than the arena of 8 holds

common.refuse.unchanged rejects a refusal that unmarks
8 first-fit: alloc 0 2 = 0+2; observe = 6 6 11000000; alloc 1 7 = refused; observe = 7 6 10000000
before the refused call: freeFrames 6, longestRun 6, marks 11000000; after it: freeFrames 7,

common.refuse.stable rejects a second try that is lucky
8 unknown: only 2 7; split 9 6 3 = refused; split 9 6 3 = 3+3 6+1 0+2
allocSplit(6, 3) was refused and then granted

common.grant.fresh rejects a stub
8 unknown: alloc 0 8 = refused
nothing was granted yet and it costs at most 8 of 8

common.grant.growth rejects capacity that is missing
8 first-fit: alloc 0 2 = 0+2; alloc 1 6 = refused
with at most 2 spent it costs at most 6 of 8

common.grant.fit rejects a hole that the search does not see
8 unknown: only 0 3 6; alloc 9 2 = refused
2 (one run) was refused although the hole run [1, 3) serves it

common.grant.no-creep rejects a run that does not come back
8 first-fit: alloc 0 2 = 0+2; alloc 1 6 = 2+6; dealloc 1; alloc 2 6 = refused
granted and deallocated by the two calls before

common.grant.drain rejects an arena that does not drain
8 first-fit: alloc 0 2 = 0+2; dealloc 0; alloc 1 8 = refused
nothing is live any more and it costs at most 8 of 8

common.stats.agree rejects a wrong number of free frames
8 first-fit: alloc 0 2 = 0+2; observe = 5 6 11000000
freeFrames is 5, but 6 of 8 frames are free

common.stats.agree rejects a wrong longest run
8 first-fit: only 0 3 6; observe = 5 3 10010010
longestRun is 3, but the longest hole has 2 frames

common.inspect.partition rejects a mark too few
8 first-fit: alloc 0 2 = 0+2; observe = 6 6 1100000
there are 7 marks for 8 frames

common.inspect.partition rejects a mark that is none
8 first-fit: alloc 0 2 = 0+2; observe = 6 6 11x00000
the mark of frame 2 is "x"

common.block.stable rejects a run that moved
8 first-fit: alloc 0 2 = 0+2; observe = 6 5 01100000
frame 0 of the live run [0, 2) is not marked

common.create.empty rejects capacity missing from the start
8 first-fit: observe = 8 7 00000000
longestRun is 7 of 8

common.reset.fresh rejects a reset that forgets a mark
8 first-fit: observe = 8 8 00000000; alloc 0 2 = 0+2; reset; observe = 8 8 01000000
before the reset: freeFrames 8, longestRun 8, marks 00000000; after it: freeFrames 8, longestRun 8, marks 01000000

common.misuse.double-detected rejects a double dealloc
8 first-fit: alloc 0 2 = 0+2; dealloc 0; double 0 = done
the second dealloc of run [0, 2) was accepted although the subject answers "detect" for double

common.misuse.double-detected rejects a dealloc of what a reset ended
8 first-fit: alloc 0 2 = 0+2; reset; double 0 = done
the second dealloc of run [0, 2) was accepted although the subject answers "detect" for double

common.misuse.foreign-detected rejects a foreign dealloc
8 first-fit: alloc 0 2 = 0+2; foreign 0 = done
the dealloc of frames that were never granted was accepted

common.misuse.unchanged rejects half of a dealloc
8 first-fit: alloc 0 2 = 0+2; observe = 6 6 11000000; range 0 = rejected; observe = 6 6 01000000
before the misuse: freeFrames 6, longestRun 6, marks 11000000; after it: freeFrames 6, longestRun 6, marks 01000000

bitmap.inspect.marks-live rejects a mark without an owner
8 first-fit: alloc 0 2 = 0+2; observe = 6 6 11100000
frame 2 is marked, but not live

bitmap.inspect.marks-live rejects an owner without a mark
8 first-fit: alloc 0 2 = 0+2; observe = 6 6 10000000
frame 1 of the live run [0, 2) is not marked

bitmap.alloc.exact rejects a split that is short
8 unknown: only 0 3 6; split 9 5 8 = 1+2 4+2
allocSplit(5, 8) was granted 4 frames

bitmap.alloc.exact rejects an alloc in two runs
8 unknown: alloc 0 3 = 0+2 2+1
alloc(3) was granted 2 runs

bitmap.alloc.zero-refused rejects a run of no frames
8 first-fit: alloc 0 0 = 0+0
alloc(0) was granted

bitmap.alloc.invalid-refused rejects half a frame
8 first-fit: alloc 0 1.5 = 0+1.5
alloc(1.5) was granted

bitmap.alloc.invalid-refused rejects a number in a string
8 first-fit: alloc 0 "2" = 0+2
alloc("2") was granted

bitmap.alloc.invalid-refused rejects NaN
8 first-fit: split 0 2 NaN = 0+2
allocSplit(2, NaN) was granted

bitmap.alloc.invalid-refused rejects a limit of 0
8 first-fit: split 0 2 0 = 0+2
allocSplit(2, 0) was granted

bitmap.alloc.word-boundary rejects a border between words
64 first-fit: alloc 0 31 = 0+31; alloc 1 2 = 31+2; alloc 2 31 = 33+31; dealloc 1; alloc 3 2 = refused
alloc(2) was refused although run [31, 33) is free, across 32

bitmap.placement.first-fit rejects a higher hole
8 first-fit: only 0 3 6; alloc 9 2 = 4+2
run [4, 6) was granted, but first-fit places 2 frames at 1

bitmap.placement.first-fit rejects a split whose second run is higher
8 first-fit: only 0 3 5 6; split 9 3 2 = 1+2 7+1
run [7, 8) was granted, but first-fit places 1 frames at 4

bitmap.placement.tail-first rejects a low hole before the tail
8 tail-first: alloc 0 2 = 0+2; alloc 1 2 = 2+2; dealloc 0; alloc 2 2 = 0+2
run [0, 2) was granted, but tail-first places 2 frames at 4

bitmap.placement.tail-follows rejects an offset that only grows
8 tail-first: alloc 0 2 = 0+2; alloc 1 2 = 2+2; dealloc 1; alloc 2 2 = 4+2
run [4, 6) was granted, but tail-first places 2 frames at 2

bitmap.split.whole rejects a cut without need
8 unknown: alloc 0 2 = 0+2; split 1 4 4 = 2+2 4+2
allocSplit(4, 4) was cut into 2 runs although run [2, 8) is free

bitmap.split.halving rejects the longest hole first
8 unknown: only 3 5 6; split 9 4 4 = 0+3 4+1
allocSplit(4, 4): run 1 of 2 has 3 frames, but with 4 to go halving takes 2

bitmap.split.disjoint rejects a frame counted twice
8 unknown: only 0 3 6; split 9 4 4 = 1+2 2+2
run [2, 4) shares frames with run [1, 3)

bitmap.split.limit rejects a run too many
8 first-fit: only 0 3 6; split 9 4 1 = 1+2 4+2
allocSplit(4, 1) was granted 2 runs

bitmap.split.granted rejects frames left scattered
8 first-fit: only 0 3 6; split 9 4 2 = refused
allocSplit(4, 2) was refused although halving takes run [1, 3), run [4, 6)

bitmap.split.gathers rejects frames left scattered
8 unknown: only 0 3 6; split 9 5 5 = refused
allocSplit(5, 5) was refused although 5 frames are free

bitmap.split.all-or-nothing rejects runs that stay marked
8 first-fit: only 0 3 6; split 9 4 1 = refused; observe = 3 2 11110010
after the refused allocSplit(4, 1): freeFrames is 3, but 5 of 8 frames are free

bitmap.dealloc.accepted rejects a rejection
8 first-fit: alloc 0 2 = 0+2; dealloc 0 = rejected
the dealloc of the live run [0, 2) was rejected

bitmap.dealloc.joins rejects holes that stay apart
4 first-fit: only 0 3; alloc 9 2 = refused
alloc(2) was refused although run [1, 3) is free, across 2

bitmap.misuse.partial-detected rejects a part taken back
8 first-fit: alloc 0 2 = 0+2; partial 0 = done
the dealloc of a part of run [0, 2) was accepted although the subject answers "detect" for partial

bitmap.misuse.range-detected rejects a run over the end taken back
8 first-fit: alloc 0 2 = 0+2; range 0 = done
the dealloc of frames beyond 7, the last one, was accepted

bitmap.create.invalid-refused rejects two and a half frames
8 first-fit: create 2.5 = created
an instance was made with frameCount 2.5

bitmap.create.invalid-refused rejects no frames
8 first-fit: create 0 = created
an instance was made with frameCount 0

bitmap.create.declared rejects a declared count refused
8 first-fit: create 8 = refused
no instance was made with frameCount 8
`;

/** Each: the clause and what is right, the history. */
const ACCEPTS = `
bitmap.split.halving accepts 3, 2, 1 and 1 of 7
16 first-fit: only 3 7 9 10 11 12 13 14 15; split 9 7 4 = 0+3 4+2 6+1 8+1

bitmap.split.halving accepts another choice of runs
8 unknown: only 2 7; split 9 6 4 = 3+3 0+1 1+1 6+1

bitmap.split.all-or-nothing accepts nothing taken
8 first-fit: only 0 3 6; split 9 4 1 = refused; observe = 5 2 10010010

bitmap.split.limit accepts a limit of 2^32
8 first-fit: only 0 3 6; split 9 4 4294967296 = 1+2 4+2

common.refuse.impossible accepts the refusal of 2^31 frames
8 first-fit: alloc 0 2147483648 = refused

common.refuse.impossible accepts the refusal of 2^53 - 1 frames
8 first-fit: alloc 0 9007199254740991 = refused

bitmap.alloc.invalid-refused accepts the refusal of 2^53 frames
8 first-fit: alloc 0 9007199254740992 = refused

bitmap.alloc.invalid-refused accepts the refusal of -1 frames
8 first-fit: alloc 0 -1 = refused

bitmap.alloc.zero-refused accepts the refusal of -0 frames
8 first-fit: alloc 0 -0 = refused

bitmap.alloc.word-boundary accepts frames 63 and 64
128 unknown: alloc 0 63 = 0+63; alloc 1 63 = 65+63; dealloc 0; alloc 2 64 = 1+64

bitmap.placement.tail-first accepts the lowest run where the tail is short
8 tail-first: alloc 0 2 = 0+2; alloc 1 5 = 2+5; dealloc 0; alloc 2 2 = 0+2

bitmap.placement.tail-follows accepts the tail back at 0
8 tail-first: alloc 0 2 = 0+2; dealloc 0; alloc 1 3 = 0+3

bitmap.placement.tail-follows accepts a tail that fell before another dealloc
8 tail-first: alloc 0 2 = 0+2; alloc 1 2 = 2+2; alloc 2 2 = 4+2; dealloc 2; dealloc 0; alloc 3 3 = 4+3

bitmap.dealloc.joins accepts a request for the union
4 first-fit: only 0 3; alloc 9 2 = 1+2

bitmap.dealloc.accepted accepts all runs of a split
8 first-fit: only 0 3 6; split 9 4 2 = 1+2 4+2; dealloc 9

common.grant.growth accepts the last frame
8 first-fit: alloc 0 2 = 0+2; alloc 1 6 = 2+6

common.grant.drain accepts the whole arena again
8 unknown: alloc 0 2 = 3+2; dealloc 0; alloc 1 8 = 0+8

common.stats.agree accepts a full arena
8 first-fit: alloc 0 8 = 0+8; observe = 0 0 11111111

common.reset.fresh accepts a reset
8 first-fit: observe = 8 8 00000000; alloc 0 2 = 0+2; reset; observe = 8 8 00000000

common.refuse.monotone accepts the refusal of a larger request
8 first-fit: only 0 3 6; alloc 9 3 = refused; alloc 9 4 = refused

bitmap.create.invalid-refused accepts the refusal of a number in a string
8 first-fit: create "8" = refused

common.call.total accepts a refusal for want of runs
16 first-fit: only 3 7 9 10 11 12 13 14 15; split 9 7 3 = refused

common.call.total accepts a refusal among scattered frames before the first dealloc
8 unknown: alloc 0 1 = 3+1; alloc 1 5 = refused

common.call.total accepts the grant of a larger split that needs fewer runs
32 first-fit: only 4 14 22 23 24 25 26 27 28 29 30 31; split 9 19 4 = refused; split 9 20 4 = 5+5 15+7 0+4 10+4

common.call.total accepts a split that finds other runs the second time
8 unknown: only 2 7; split 9 6 3 = 3+3 6+1 0+2; dealloc 9; split 9 6 3 = refused

common.misuse.double-detected accepts that a part of an old split is granted again
8 first-fit: only 0 3 6; split 9 4 2 = 1+2 4+2; dealloc 9; alloc 8 2 = 1+2; double 9 = rejected

common.block.stable accepts a grant into a slot that is live
8 first-fit: alloc 0 2 = 0+2; alloc 0 2 = 2+2; observe = 4 4 11110000
`;

describe('bitmap model', () => {
  itJudges(judged, { rejects: REJECTS, accepts: ACCEPTS });

  it.each([
    ['bitmap.dealloc.joins', '4 first-fit: only 0 3; alloc 9 2 = 1+2; dealloc 9; alloc 9 2 = 1+2'],
    ['bitmap.split.whole', '8 first-fit: only 0 3 6; split 9 4 2 = 1+2 4+2'],
    ['bitmap.split.halving', '8 first-fit: split 0 4 2 = 0+4'],
    ['bitmap.alloc.word-boundary', '64 first-fit: alloc 0 32 = 0+32'],
    ['bitmap.placement.tail-follows', '8 tail-first: alloc 0 2 = 0+2; alloc 1 2 = 2+2'],
    ['bitmap.split.all-or-nothing', '8 first-fit: split 0 9 9 = refused; observe = 8 8 00000000'],
  ])('%s is not reached by %s', (clause, history) => {
    const { hits, breaches } = judged(history);
    expect([...breaches]).toEqual([]);
    expect(hits).not.toContain(clause);
  });

  it('rejects a history for every clause of the chapter', () => {
    const rejected = new Set(casesOf(REJECTS).map(({ clause }) => clause));
    const own = CLAUSES.filter(
      ({ id, untested }) => id.startsWith('bitmap.') && untested === undefined,
    );
    expect(own.map(({ id }) => id).filter((id) => !rejected.has(id))).toEqual([]);
  });
});
