import { describe, expect, it } from 'vitest';
import { CLAUSES } from '../spec/index.ts';
import { judged } from './heap/notation.ts';
import { casesOf, itJudges } from './notation.ts';

/** Each: the clause and what is wrong, the history, a part of what the judge says. */
const REJECTS = `
common.call.total rejects a throw
64@0: alloc 0 8 8 = threw RangeError
alloc threw: RangeError

common.call.total rejects a call that hangs
64@0: alloc 0 8 8 = 0; dealloc 0 = hung
dealloc did not come back

common.call.total rejects misuse that throws but was to be detected
64@0: alloc 0 8 8 = 0; dealloc 0; double 0 = threw no such block
misuse threw: no such block

common.call.well-formed rejects NaN for an address
64@0: alloc 0 8 8 = malformed NaN
alloc answered NaN, expected an address or null

common.alloc.no-overlap rejects a block over the end of another
64@0: alloc 0 16 8 = 0; alloc 1 8 8 = 8
[8, 16) overlaps [0, 16), which is live

common.alloc.no-overlap rejects a realloc into a neighbour
64@0: alloc 0 8 8 = 0; alloc 1 8 8 = 8; realloc 0 16 = 0
[0, 16) overlaps [8, 16), which is live

common.alloc.contained rejects a byte too many
64@0: alloc 0 9 8 = 56
[56, 65) is not inside the arena

common.alloc.contained rejects an address below the base
64@1024: alloc 0 8 8 = 0
[0, 8) is not inside the arena

common.alloc.fresh rejects a block granted twice
64@0: alloc 0 8 8 = 8; alloc 1 4 8 = 8
[8, 12) begins where [8, 16) is live

common.alloc.usable rejects bytes out of reach
64@0: alloc 0 16 8 = 48 lost
the bytes of the block at 48 cannot all be reached

common.alloc.usable rejects bytes that are lost later
64@0: alloc 0 16 8 = 48 t1; verify 0 = read lost
the bytes of [48, 64) cannot all be reached

common.refuse.impossible rejects a size that was cut to 32 bits
64@0: alloc 0 4294967304 8 = 0
4294967304 was granted, more than the arena of 64 holds

common.refuse.unchanged rejects a refusal that is counted
64@0: observe = live=0 free=64; alloc 0 65 8 = refused; observe = live=1 free=64
before the refused call: {"stats":{"liveCount":0,"freeBytes":64}}; after it: {"stats":{"liveCount":1,"freeBytes":64}}

common.refuse.unchanged rejects a refusal that splits a hole
64@0: observe = hole=0+64; alloc 0 65 8 = refused; observe = hole=0+32 hole=32+32
after it: {"layout":{"blocks":[],"holes":[{"address":0,"size":32},{"address":32,"size":32}]}}

common.refuse.stable rejects a second try that is lucky
64@0 fit=unknown: alloc 0 8 8 = 0; alloc 1 57 8 = refused; alloc 1 57 8 = 8
alloc(57, align 8) was refused and then granted

common.refuse.monotone rejects a larger request that is granted
64@0 fit=power-of-two: alloc 0 8 8 = 0; alloc 1 33 8 = refused; alloc 1 34 8 = 16
33 was refused, and then 34 was granted

common.grant.fresh rejects a stub
64@0: alloc 0 64 8 = refused
nothing was granted yet and it costs at most 64 of 64

common.grant.fresh rejects a byte lost to the header
64@0 perBlock=8: alloc 0 56 8 = refused
nothing was granted yet and it costs at most 64 of 64

common.grant.growth rejects capacity that is missing
64@0 coalesce=never: alloc 0 8 8 = 0; alloc 1 56 8 = refused
nothing was freed yet, and with at most 8 spent it costs at most 56 of 64

common.grant.fit rejects a hole that the search does not see
64@0: alloc 0 8 8 = 0; alloc 1 8 8 = 8; alloc 2 48 8 = 16; dealloc 0; dealloc 1; alloc 3 16 8 = refused
16 (align 8) was refused although a hole of at least 16 bytes at 0 (16 bytes, align 8, cost at most 16) serves it

common.grant.fit rejects a free buddy that is not seen
64@0 fit=power-of-two minimum=8: alloc 0 8 8 = 0; alloc 1 8 8 = 8; dealloc 1; alloc 2 30 8 = refused
30 (align 8) was refused although the free block of 32 bytes at 32 serves it

common.grant.fit rejects a hole of the next class that is not seen
64@0 classes=4: alloc 0 8 8 = 0; alloc 1 8 8 = 8; dealloc 0; alloc 2 40 8 = refused
40 (align 8) was refused although a hole of at least 48 bytes at 16 (40 bytes, align 8, cost at most 40)

common.grant.no-creep rejects a block that does not come back
64@0 fit=unknown: alloc 0 8 8 = 0; alloc 1 48 8 = 8; dealloc 1; alloc 1 48 8 = refused
48 (align 8) was refused although the same request was granted and deallocated by the two calls before

common.grant.drain rejects holes that stay apart
64@0 fit=unknown: alloc 0 8 8 = 0; alloc 1 8 8 = 8; dealloc 0; dealloc 1; alloc 2 64 8 = refused
64 (align 8) was refused although nothing is live any more and it costs at most 64 of 64

common.stats.agree rejects a wrong number of blocks
64@0: alloc 0 8 8 = 0; observe = live=2
liveCount is 2, but 1 blocks are live

common.stats.agree rejects bytes that were rounded up
64@0: alloc 0 5 8 = 0; observe = requested=8
requestedBytes is 8, but live blocks have 5

common.stats.agree rejects more free bytes than there can be
64@0: alloc 0 5 8 = 0; observe = free=60
freeBytes is 60, but at most 59 of 64 can be free

common.stats.agree rejects fewer free bytes than there must be
64@0: alloc 0 5 8 = 0; observe = free=55
freeBytes is 55, but at least 56 of 64 are free

common.inspect.partition rejects a block in a hole
64@0: alloc 0 8 8 = 0; observe = block=0+8 hole=0+64
[0, 8) and [0, 64) are both listed

common.inspect.partition rejects a hole past the end
64@0: observe = hole=8+64
[8, 72) is outside the arena [0, 64)

common.block.stable rejects a block that moved
64@0: alloc 0 8 8 = 8; observe = block=16+8 hole=24+40
the live block [8, 16) is not listed

common.block.stable rejects a block that shrank
64@0: alloc 0 16 8 = 8; observe = block=8+8
the live block [8, 24) is listed with 8 bytes

common.block.stable rejects a block too many
64@0: alloc 0 16 8 = 8; observe = block=8+16 block=32+8
2 blocks are listed, but 1 are live

common.create.empty rejects a block from the start
64@0: observe = live=1
liveCount is 1

common.create.empty rejects capacity missing from the start
64@0: observe = free=56
freeBytes is 56 of 64

common.create.empty rejects a hole missing from the start
64@0: observe = hole=8+56
the holes have 56 of 64 bytes

common.reset.fresh rejects a reset that forgets a statistic
64@0: observe = live=0 free=64; alloc 0 8 8 = 0; reset; observe = live=0 free=56
before the reset: {"stats":{"liveCount":0,"freeBytes":64}}; after it: {"stats":{"liveCount":0,"freeBytes":56}}

common.misuse.double-detected rejects a double dealloc
64@0: alloc 0 8 8 = 0; dealloc 0; double 0 = done
double dealloc(#0) was accepted although the subject answers "detect" for double

common.misuse.foreign-detected rejects a foreign dealloc
64@0 misuse=throw: alloc 0 8 8 = 0; foreign 0 = done
foreign dealloc(#0) was accepted although the subject answers "throw" for foreign

common.misuse.unchanged rejects a rejection that is counted
64@0: alloc 0 8 8 = 0; observe = live=1; foreign 0 = rejected; observe = live=0
before the misuse: {"stats":{"liveCount":1}}; after it: {"stats":{"liveCount":0}}

heap.alloc.aligned rejects an address aligned in the arena only
64@1032: alloc 0 8 16 = 1048
1048 is not a multiple of 16 (remainder 8)

heap.alloc.aligned rejects less than the natural alignment
64@0: alloc 0 1 1 = 1
1 is not a multiple of 8 (remainder 1)

heap.alloc.aligned rejects an alignment that was not rounded up
64@0 invalidAlign=roundUp: alloc 0 8 12 = 8
8 is not a multiple of 16 (remainder 8)

heap.align.served rejects luck with the base
64@1032: alloc 0 8 32 = refused
alignment 32 was refused for 8 bytes with nothing live

heap.align.invalid-refused rejects 3
64@0: alloc 0 8 3 = 0
alloc(8, align 3) was granted

heap.align.invalid-refused rejects 0
64@0: alloc 0 8 0 = 0
alloc(8, align 0) was granted

heap.size.invalid-refused rejects NaN
64@0: alloc 0 NaN 8 = 0
alloc(NaN, align 8) was granted 0

heap.size.invalid-refused rejects a number in a string
64@0: alloc 0 "8" 8 = 0
alloc("8", align 8) was granted 0

heap.size.invalid-refused rejects a realloc to half a byte
64@0: alloc 0 8 8 = 0; realloc 0 0.5 = 0
realloc(#0, 0.5) was granted 0

heap.size.invalid-refused rejects -0
64@0: alloc 0 -0 8 = 0
alloc(-0, align 8) was granted 0

heap.zero-size.refused rejects an address
64@0: alloc 0 0 8 = 0
0 bytes were granted 0

heap.zero-size.refused rejects a realloc to nothing
64@0: alloc 0 8 8 = 0; realloc 0 0 = 0
0 bytes were granted 0

heap.zero-size.sentinel rejects a refusal
64@0 zeroSize=sentinel: alloc 0 64 8 = 0; alloc 1 0 8 = refused
0 bytes were refused

heap.zero-size.sentinel rejects an address inside a block
64@0 zeroSize=sentinel: alloc 0 16 8 = 0; alloc 1 0 8 = 8
0 bytes were granted 8, inside [0, 16)

heap.zero-size.sentinel rejects an address that is not aligned
64@0 zeroSize=sentinel: alloc 1 0 32 = 16
16 is not a multiple of 32

heap.zero-size.unique rejects the same address again
64@0 zeroSize=unique: alloc 0 0 8 = 8; alloc 1 0 8 = 8
0 bytes were granted 8, where [8, 8) is live

heap.zero-size.unique rejects an address in a block
64@0 zeroSize=unique: alloc 0 16 8 = 0; alloc 1 0 8 = 8
0 bytes were granted 8, where [0, 16) is live

heap.zero-size.unique rejects a block at the address of an empty one
64@0 zeroSize=unique: alloc 0 0 8 = 8; alloc 1 8 8 = 8
[8, 16) was granted where [8, 8) of 0 bytes is live

heap.block.keeps-bytes rejects a byte overwritten
64@0: alloc 0 8 8 = 0 t1; alloc 1 8 8 = 8 t2; verify 0 = read 1x7 9x1
[0, 8) keeps 7 of 8 bytes; byte 7 is not what its owner wrote

heap.block.keeps-bytes rejects the bytes of another block at dealloc
64@0: alloc 0 8 8 = 0 t1; dealloc 0 = done 2x8
[0, 8) keeps 0 of 8 bytes; byte 0 is not what its owner wrote

heap.zeroed.zero rejects a byte of the block before
64@0: zeroed 0 8 8 = 16 t1 0x6 77x2
byte 6 of the block at 16 is 77

heap.dealloc.accepted rejects a rejection
64@0: alloc 0 8 8 = 0; dealloc 0 = rejected
dealloc of the live block [0, 8) was rejected

heap.grant.same-size rejects a refusal after a dealloc
64@0 classes=4: alloc 0 8 8 = 0; alloc 1 8 8 = 8; alloc 2 8 8 = 16; dealloc 1; alloc 3 8 8 = refused
8 bytes (align 8) were refused right after a block of that layout was deallocated

heap.misuse.interior-detected rejects a dealloc of half a block
64@0: alloc 0 8 8 = 0; interior 0 = done
interior dealloc(#0) was accepted although the subject answers "detect" for interior

heap.misuse.null-harmless rejects a dealloc of null that is counted
64@0: alloc 0 8 8 = 0; observe = live=1; null; observe = live=0
before dealloc(null): {"stats":{"liveCount":1}}; after it: {"stats":{"liveCount":0}}

heap.realloc.keeps-prefix rejects a copy that is short
64@0: alloc 0 8 8 = 0 t1; realloc 0 16 = 8 t2 1x6 3x2
realloc from 8 to 16 bytes keeps 6 of 8 bytes; byte 6 is not what its owner wrote

heap.realloc.keeps-prefix rejects a shrunk block without its bytes
64@0: alloc 0 16 8 = 0 t1; realloc 0 8 = 16 t2 9x8
realloc from 16 to 8 bytes keeps 0 of 8 bytes

heap.realloc.aligned rejects the default alignment
64@0: alloc 0 8 32 = 32; realloc 0 16 = 8
8 is not a multiple of 32, the alignment of the block at 32

heap.realloc.refused-intact rejects a block that was wiped
64@0: alloc 0 8 8 = 0 t1; realloc 0 65 = refused 0x8
after the refused realloc [0, 8) keeps 0 of 8 bytes

heap.realloc.shrinks rejects a refusal of less
64@0 fit=unknown: alloc 0 16 8 = 0; realloc 0 8 = refused
realloc from 16 to 8 bytes was refused

heap.realloc.fit rejects a refusal although it can move
64@0: alloc 0 8 8 = 0; alloc 1 8 8 = 8; realloc 0 48 = refused
realloc from 8 to 48 bytes was refused although a hole of at least 48 bytes at 16

heap.usable.covers-request rejects fewer bytes than asked for
64@0: alloc 0 9 8 = 0 u8
the usable size of [0, 9) is 8, but 9 were asked for

heap.usable.constant rejects another answer
64@0: alloc 0 9 8 = 0 u16; verify 0 = read u24
the usable size of [0, 9) was 16 and is 24

heap.usable.disjoint rejects a range into the next block
64@0: alloc 0 8 8 = 8; alloc 1 4 8 = 0 u16
the usable range [0, 16) meets that of [8, 16)

heap.usable.disjoint rejects a range past the end
64@0: alloc 0 8 8 = 0; alloc 1 8 8 = 56 u16
the usable range [56, 72) is not inside the arena
`;

/** Each: the clause and what is right, the history. */
const ACCEPTS = `
common.call.total accepts misuse that throws as it was said
64@0 misuse=throw: alloc 0 8 8 = 0; dealloc 0; double 0 = threw no such block

common.call.well-formed accepts address 0
64@0: alloc 0 8 8 = 0

common.alloc.no-overlap accepts blocks that touch
64@0: alloc 0 8 8 = 8; alloc 1 8 8 = 0

common.alloc.no-overlap accepts a realloc over its own bytes
64@0: alloc 0 16 8 = 8; alloc 1 8 8 = 56; realloc 0 24 = 0

common.alloc.contained accepts the last byte
64@0: alloc 0 8 8 = 56

common.alloc.contained accepts an arena above 32 bits
64@4294967296: alloc 0 64 8 = 4294967296

common.alloc.fresh accepts a block again after its dealloc
64@0: alloc 0 8 8 = 0; alloc 1 8 8 = 8; dealloc 0; alloc 2 8 8 = 0

common.refuse.impossible accepts the refusal of 2^53 - 1 bytes
64@0: alloc 0 9007199254740991 8 = refused

common.refuse.unchanged accepts holes that a refusal has joined
64@0 coalesce=deferred: alloc 0 8 8 = 0; dealloc 0; observe = free=64 hole=0+8 hole=8+56; alloc 1 65 8 = refused; observe = free=64 hole=0+64

common.refuse.stable accepts another refusal
64@0: alloc 0 65 8 = refused; alloc 0 65 8 = refused

common.refuse.monotone accepts the refusal of more
64@0 fit=power-of-two: alloc 0 65 8 = refused; alloc 0 66 8 = refused

common.grant.growth accepts the last byte
64@0 perBlock=8 coalesce=never: alloc 0 8 8 = 8; alloc 1 40 8 = 24

common.grant.fit accepts a refusal for want of a hole in one piece
64@0: alloc 0 8 8 = 0; alloc 1 8 8 = 24; alloc 2 8 8 = 48; dealloc 0; alloc 3 16 8 = 8

common.grant.drain accepts the whole arena again
64@0: alloc 0 8 8 = 8; dealloc 0; alloc 1 64 8 = 0

common.grant.no-creep accepts another place
64@0: alloc 0 8 8 = 0; dealloc 0; alloc 0 8 8 = 8

common.stats.agree accepts fewer free bytes where blocks are rounded up
64@0: alloc 0 5 8 = 0; observe = live=1 requested=5 free=56

common.stats.agree accepts that a hole spends what a block does
64@0 perBlock=8: alloc 0 8 8 = 8; observe = free=40

common.stats.agree accepts that holes which are not joined spend more
64@0 perBlock=8 coalesce=deferred: alloc 0 8 8 = 8; observe = free=8

common.inspect.partition accepts bytes that no class has
64@0: alloc 0 5 8 = 8; observe = block=8+5 hole=16+48

common.block.stable accepts a block listed with its rounded size
64@0: alloc 0 5 8 = 8; observe = block=8+8 hole=16+48

common.create.empty accepts metadata of its own
64@0 perArena=8: observe = live=0 free=56 hole=8+56

common.reset.fresh accepts a reset
64@0: observe = live=0 free=64; alloc 0 8 8 = 0; reset; observe = live=0 free=64

common.misuse.double-detected accepts a rejection
64@0: alloc 0 8 8 = 0; dealloc 0; double 0 = rejected

common.misuse.unchanged accepts misuse that is ignored
64@0 misuse=ignore: alloc 0 8 8 = 0; observe = live=1; double 0; observe = live=1

heap.alloc.aligned accepts the absolute alignment
64@1032: alloc 0 8 32 = 1056

heap.align.invalid-refused accepts the refusal of an alignment of 2^32 + 1
64@0: alloc 0 8 4294967297 = refused

heap.size.invalid-refused accepts the refusal of NaN
64@0: alloc 0 NaN 8 = refused

heap.zero-size.sentinel accepts the start of a block
64@0 zeroSize=sentinel: alloc 0 64 8 = 0; alloc 1 0 8 = 0

heap.zero-size.sentinel accepts that nothing is lost
64@0 zeroSize=sentinel: alloc 0 0 8 = 64; dealloc 0 = rejected; alloc 1 0 8 = 64

heap.zero-size.unique accepts the end of a block
64@0 zeroSize=unique: alloc 0 8 8 = 0; alloc 1 0 8 = 8

heap.zero-size.unique accepts any alignment
64@0 zeroSize=unique: alloc 0 0 8 = 3

heap.block.keeps-bytes accepts the pattern of the owner
64@0: alloc 0 8 8 = 0 t1; verify 0 = read 1x8

heap.zeroed.zero accepts zeroes
64@0: zeroed 0 8 8 = 0 t1 0x8

heap.dealloc.accepted accepts a block of 0 bytes
64@0 zeroSize=unique: alloc 0 0 8 = 8; dealloc 0

heap.misuse.null-harmless accepts a rejection
64@0: alloc 0 8 8 = 0; observe = live=1; null = rejected; observe = live=1

heap.realloc.keeps-prefix accepts a longer block
64@0: alloc 0 8 8 = 0 t1; realloc 0 16 = 16 t2 1x8

heap.realloc.aligned accepts a move that keeps it
64@0: alloc 0 8 32 = 0; realloc 0 16 = 32

heap.realloc.refused-intact accepts an intact block
64@0: alloc 0 8 8 = 0 t1; realloc 0 65 = refused 1x8

heap.realloc.fit accepts growth in place
64@0: alloc 0 8 8 = 0; realloc 0 16 = 0

heap.usable.covers-request accepts more
64@0: alloc 0 9 8 = 0 u16

heap.usable.constant accepts another size after a realloc
64@0: alloc 0 8 8 = 0 u8; realloc 0 16 = 0 u16; verify 0 = read u16

heap.usable.disjoint accepts ranges that touch
64@0: alloc 0 8 8 = 8; alloc 1 4 8 = 0 u8
`;

describe('heap model', () => {
  itJudges(judged, { rejects: REJECTS, accepts: ACCEPTS });

  it.each([
    ['common.grant.growth', '64@0 fit=unknown: alloc 0 8 8 = 0; alloc 1 56 8 = refused'],
    ['common.grant.growth', '64@0: alloc 0 8 8 = 0; dealloc 0; alloc 1 65 8 = refused'],
    [
      'common.grant.growth',
      '64@0 invalidAlign=roundUp perBlock=8: alloc 0 8 3 = 8; alloc 1 48 8 = refused',
    ],
    ['common.grant.fit', '64@0 coalesce=never: alloc 0 64 8 = 0; dealloc 0; alloc 1 8 8 = refused'],
    [
      'common.grant.fit',
      '64@0 perBlock=8: alloc 0 8 8 = 24; alloc 1 8 8 = 8; dealloc 1; alloc 1 24 8 = refused',
    ],
    [
      'common.grant.fit',
      '64@0 classes=4: alloc 0 8 8 = 8; alloc 1 8 8 = 0; dealloc 1; alloc 1 49 8 = refused',
    ],
    ['common.grant.drain', '64@0: alloc 0 8 8 = 0; dealloc 0; alloc 1 60 32 = refused'],
    [
      'common.refuse.stable',
      '64@0 deterministic=false: alloc 0 65 8 = refused; alloc 0 65 8 = refused',
    ],
    ['common.refuse.unchanged', '64@0: observe = live=0; alloc 0 8 8 = 0; observe = live=1'],
    ['common.misuse.double-detected', '64@0 misuse=ignore: alloc 0 8 8 = 0; dealloc 0; double 0'],
    ['heap.misuse.null-harmless', '64@0 misuse=detect: observe = live=0; null; observe = live=0'],
    ['heap.align.served', '64@0: alloc 0 8 64 = refused'],
    ['heap.alloc.aligned', '64@0 zeroSize=unique: alloc 0 0 8 = 1'],
  ])('%s is not reached by %s', (clause, history) => {
    const { hits, breaches, early } = judged(history);
    expect(early).toBe('');
    expect([...breaches]).toEqual([]);
    expect(hits).not.toContain(clause);
  });

  it('rejects a history for every clause about one run', () => {
    const rejected = new Set(casesOf(REJECTS).map(({ clause }) => clause));
    const about = CLAUSES.filter(
      ({ families, untested }) => families.includes('heap') && untested === undefined,
    );
    expect(about.map(({ id }) => id).filter((id) => !rejected.has(id))).toEqual([
      'common.call.deterministic',
      'common.instance.isolated',
      'heap.arena.translated',
    ]);
  });
});
