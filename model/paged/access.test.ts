import { describe, expect, it } from 'vitest';
import { casesOf, itJudges } from '../notation.ts';
import { clausesOf, judged } from './notation.ts';

/** Each: the clause and what is wrong, the history, a part of what the judge says. */
const REJECTS = `
paged.io.served rejects a page without its last byte
usual: alloc 1 4 = 8; read 1 11 1 = out-of-range-high
read(pid 1, {pid 1, 11}, 1 bytes) was answered out-of-range-high; pid 1 owns [8, 12) in pages of 4

paged.io.served rejects a range taken from another pid
usual: alloc 1 4 = 8; alloc 2 8 = 8; write 2 8 1 #5 = out-of-range-low
pid 2 owns [8, 16) in pages of 4

paged.io.served rejects a byte too few
usual: alloc 1 4 = 8; read 1 8 3 = 0 0
read(pid 1, {pid 1, 8}, 3 bytes) returned 2 bytes

paged.io.empty rejects a region without its end
usual: alloc 1 4 = 8; read 1 12 0 = no-segment
read(pid 1, {pid 1, 12}, 0 bytes) was answered no-segment; pid 1 owns [8, 12)

paged.io.page-rule rejects a read across pages
usual: alloc 1 8 = 8; read 1 10 4 = 0 0 0 0
read(pid 1, {pid 1, 10}, 4 bytes) was answered read; pid 1 owns [8, 16) in pages of 4

paged.io.unmapped-refused rejects a byte below the base
usual: alloc 1 4 = 8; read 1 7 1 = 0
read(pid 1, {pid 1, 7}, 1 bytes) was answered read; pid 1 owns [8, 12)

paged.io.unmapped-refused rejects a pid without memory
usual: alloc 1 4 = 8; write 2 8 1 #5 = written
pid 2 owns nothing

paged.io.invalid-refused rejects half a position
usual: alloc 1 4 = 8; read 1 8.5 1 = 0
read(pid 1, {pid 1, 8.5}, 1 bytes) was answered read

paged.address.forged rejects an address of another pid
usual: alloc 1 4 = 8; alloc 2 4 = 8; write 1>2 8 4 #5 = written
write(pid 1, {pid 2, 8}, 4 bytes of tag 5) was answered written

paged.address.stale rejects a page of the earlier region
usual: alloc 1 8 = 8; dealloc 1 = success; alloc 1 4 = 8; read 1 12 1 = 0
read(pid 1, {pid 1, 12}, 1 bytes) was answered read; pid 1 owns [8, 12)

paged.io.status rejects the wrong name
usual: alloc 1 4 = 8; read 1 7 1 = no-segment
was answered no-segment; pid 1 owns [8, 12) in pages of 4; the answer is out-of-range-low

paged.io.status rejects bounds before the owner
usual: alloc 1 4 = 8; read 2>1 7 1 = out-of-range-low
pid 2 owns nothing; the answer is no-segment

paged.io.fragmentation rejects an unreachable fragment
usual: holes; alloc 5 16 = 8; observe = 2:2-3 4:6-7 5:0-1+4-5 m:11111111; read 5 16 1 = no-segment
read(pid 5, {pid 5, 16}, 1 bytes) was answered no-segment; pid 5 owns [8, 24)

paged.io.copies rejects a write that keeps the buffer
usual: alloc 1 4 = 8; write 1 8 4 #5 = written; read 1 8 4 = 255 255 255 255
pid 1 reads 255 at 8 instead of 6: what the caller put into its own buffer

paged.read.own-bytes rejects a lost byte
usual: alloc 1 4 = 8; write 1 8 4 #5 = written; read 1 8 4 = 6 7 8 0
pid 1 reads 0 at 11 instead of 9

paged.read.zero-fresh rejects a byte from nowhere
usual: alloc 1 4 = 8; read 1 8 2 = 0 7
pid 1 reads 7 at 9 instead of 0

paged.read.pid-isolated rejects the bytes of the last owner
usual: alloc 1 4 = 8; write 1 8 4 #5 = written; dealloc 1 = success; alloc 2 4 = 8; read 2 8 4 = #5
pid 2 reads 6 at 8 instead of 0: a byte that pid 1 once wrote (tag 5)

paged.write.pid-isolated rejects a page with two owners
usual: alloc 1 4 = 8; alloc 2 4 = 8; write 1 8 4 #5 = written; write 2 8 4 #9 = written; read 1 8 4 = #9
pid 1 reads 10 at 8 instead of 6: a byte that pid 2 wrote (tag 9)

paged.write.refused-unchanged rejects half of a refused write
usual: alloc 1 8 = 8; write 1 10 4 #5 = out-of-range-high; read 1 10 2 = #5
pid 1 reads 6 at 10 instead of 0: a byte of the refused write of tag 5 by pid 1

paged.write.refused-unchanged rejects a forged write that came through
usual: alloc 1 4 = 8; alloc 2 4 = 8; write 1>2 8 4 #5 = no-segment; read 2 8 4 = #5
pid 2 reads 6 at 8 instead of 0: a byte of the refused write of tag 5 by pid 1

paged.tamper.io-unaffected rejects an access that asks the mark
usual: alloc 1 4 = 8; tamper 1 0; read 1 8 1 = no-segment
read(pid 1, {pid 1, 8}, 1 bytes) was answered no-segment; pid 1 owns [8, 12)
`;

/** Each: the clause, and a right history that ends in a hit of it. */
const ACCEPTS = `
paged.io.status accepts what comes after a grant under damage, if it shows no frame
usual: alloc 1 4 = 8; tamper 1 0; alloc 2 32 = 8; read 1 8 1 = 7; dealloc 1 = success; read 1 8 1 = no-segment
`;

describe('paged model, access', () => {
  itJudges(judged, { rejects: REJECTS, accepts: ACCEPTS });

  it('rejects a history for every clause', () => {
    const rejected = new Set(casesOf(REJECTS).map(({ clause }) => clause));
    expect(clausesOf('access').filter((id) => !rejected.has(id))).toEqual([]);
  });
});
