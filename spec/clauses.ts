// Written by `npm run spec` from the chapters in this folder. Edit those.
import type { ClauseRecord } from './clause.ts';

export const SPEC_VERSION = '0.1.0';

export type ClauseId =
  | 'common.call.total'
  | 'common.call.well-formed'
  | 'common.call.deterministic'
  | 'common.instance.isolated'
  | 'common.concurrent.disjoint'
  | 'common.alloc.no-overlap'
  | 'common.alloc.contained'
  | 'common.alloc.fresh'
  | 'common.alloc.usable'
  | 'common.refuse.impossible'
  | 'common.refuse.unchanged'
  | 'common.refuse.stable'
  | 'common.refuse.monotone'
  | 'common.grant.fresh'
  | 'common.grant.growth'
  | 'common.grant.fit'
  | 'common.grant.no-creep'
  | 'common.grant.drain'
  | 'common.stats.agree'
  | 'common.inspect.partition'
  | 'common.block.stable'
  | 'common.create.empty'
  | 'common.reset.fresh'
  | 'common.misuse.double-detected'
  | 'common.misuse.foreign-detected'
  | 'common.misuse.unchanged'
  | 'common.misuse.stale'
  | 'heap.alloc.aligned'
  | 'heap.align.served'
  | 'heap.align.invalid-refused'
  | 'heap.size.invalid-refused'
  | 'heap.zero-size.refused'
  | 'heap.zero-size.sentinel'
  | 'heap.zero-size.unique'
  | 'heap.block.keeps-bytes'
  | 'heap.zeroed.zero'
  | 'heap.dealloc.accepted'
  | 'heap.grant.same-size'
  | 'heap.misuse.interior-detected'
  | 'heap.misuse.null-harmless'
  | 'heap.misuse.layout-detected'
  | 'heap.realloc.keeps-prefix'
  | 'heap.realloc.aligned'
  | 'heap.realloc.refused-intact'
  | 'heap.realloc.shrinks'
  | 'heap.realloc.fit'
  | 'heap.usable.covers-request'
  | 'heap.usable.constant'
  | 'heap.usable.disjoint'
  | 'heap.arena.translated'
  | 'bitmap.inspect.marks-live'
  | 'bitmap.alloc.exact'
  | 'bitmap.alloc.zero-refused'
  | 'bitmap.alloc.invalid-refused'
  | 'bitmap.alloc.word-boundary'
  | 'bitmap.placement.first-fit'
  | 'bitmap.placement.tail-first'
  | 'bitmap.placement.tail-follows'
  | 'bitmap.split.whole'
  | 'bitmap.split.halving'
  | 'bitmap.split.disjoint'
  | 'bitmap.split.limit'
  | 'bitmap.split.granted'
  | 'bitmap.split.gathers'
  | 'bitmap.split.all-or-nothing'
  | 'bitmap.dealloc.accepted'
  | 'bitmap.dealloc.joins'
  | 'bitmap.misuse.partial-detected'
  | 'bitmap.misuse.range-detected'
  | 'bitmap.create.invalid-refused'
  | 'bitmap.create.declared'
  | 'paged.create.valid-iff'
  | 'paged.pid.range-ends'
  | 'paged.pid.outside-refused'
  | 'paged.pid.distinct'
  | 'paged.pid.reused'
  | 'paged.alloc.zero-refused'
  | 'paged.alloc.invalid-refused'
  | 'paged.alloc.dense'
  | 'paged.alloc.whole-frames'
  | 'paged.alloc.only-free'
  | 'paged.alloc.gathers'
  | 'paged.alloc.second-refused'
  | 'paged.alloc.under-damage'
  | 'paged.audit.reports'
  | 'paged.partial.undeclared'
  | 'paged.partial.units'
  | 'paged.partial.justified'
  | 'paged.partial.offered'
  | 'paged.segments.tile'
  | 'paged.segments.bounded'
  | 'paged.marks.agree'
  | 'paged.placement.first-fit'
  | 'paged.placement.tail-first'
  | 'paged.split.halving'
  | 'paged.split.slots'
  | 'paged.slots.pressure'
  | 'paged.io.served'
  | 'paged.io.empty'
  | 'paged.io.page-rule'
  | 'paged.io.unmapped-refused'
  | 'paged.io.invalid-refused'
  | 'paged.address.forged'
  | 'paged.address.stale'
  | 'paged.io.status'
  | 'paged.io.fragmentation'
  | 'paged.io.copies'
  | 'paged.read.own-bytes'
  | 'paged.read.zero-fresh'
  | 'paged.read.pid-isolated'
  | 'paged.write.pid-isolated'
  | 'paged.write.refused-unchanged'
  | 'paged.dealloc.status'
  | 'paged.dealloc.repeated'
  | 'paged.dealloc.whole-region'
  | 'paged.dealloc.others-intact'
  | 'paged.tamper.io-unaffected'
  | 'paged.quarantine.whole-segment'
  | 'paged.quarantine.complete'
  | 'paged.quarantine.relocked'
  | 'paged.quarantine.withheld'
  | 'paged.quarantine.count'
  | 'paged.quarantine.keeps'
  | 'paged.quarantine.overflow'
  | 'paged.quarantine.owner-returns'
  | 'paged.purge.count'
  | 'paged.purge.empties'
  | 'paged.purge.exact'
  | 'paged.purge.wipes'
  | 'paged.purge.reclaims'
  | 'paged.purge.idle'
  | 'paged.reset.forgets'
  | 'paged.base.translated';

export interface Clause extends ClauseRecord {
  readonly id: ClauseId;
}

export const CLAUSES: readonly Clause[] = [
  {
    "id": "common.call.total",
    "level": "MUST",
    "text": "No call throws, hangs or aborts, for any arguments of its declared domain.",
    "why": "An allocator is called where there is nobody to catch; a size at an edge is data, not a bug of the caller. Only misuse for which the subject answers `throw` may throw.",
    "when": "a call is made.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U8, G2, seed 0 \"panic-free\"",
    "version": "0.1.0",
    "hash": "cbea41e1205f"
  },
  {
    "id": "common.call.well-formed",
    "level": "MUST",
    "text": "Every call answers with a value that its signature allows: an address is a non-negative safe integer, a refusal is `null`.",
    "why": "`NaN`, `undefined`, a fraction or a negative number in the place of an address becomes somebody's pointer.",
    "when": "a call comes back.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "G2, D15",
    "version": "0.1.0",
    "hash": "7dd966f4ccca"
  },
  {
    "id": "common.call.deterministic",
    "level": "MUST",
    "text": "Equal calls on equally configured instances give equal answers.",
    "why": "A failure that cannot be repeated cannot be mended; the seed promises it.",
    "when": "a whole history is run a second time on new instances.",
    "hooks": [],
    "answers": [
      {
        "path": "deterministic",
        "isAmong": true,
        "values": [
          "true"
        ]
      }
    ],
    "claim": true,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U9, seed 0 \"deterministic\"",
    "version": "0.1.0",
    "hash": "414d82b54774"
  },
  {
    "id": "common.instance.isolated",
    "level": "MUST",
    "text": "Calls to one instance change neither the answers nor the memory of another.",
    "why": "Shared tables, module-level cursors and overlapping regions pass every test that makes a single instance.",
    "when": "a history interleaves several instances, and the calls to one of them are run again alone.",
    "hooks": [],
    "answers": [
      {
        "path": "deterministic",
        "isAmong": true,
        "values": [
          "true"
        ]
      }
    ],
    "claim": true,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U18, clause review 56",
    "version": "0.1.0",
    "hash": "1450cd9addf4"
  },
  {
    "id": "common.concurrent.disjoint",
    "level": "MUST",
    "text": "At every moment the live blocks are disjoint, also when calls overlap in time.",
    "why": "The trait that seed 4 asks for is called from several threads.",
    "when": "two calls overlap in time.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U26, seed 4 \"thread safety\"",
    "untested": "every subject that the kit reaches today is called from one thread.",
    "version": "0.1.0",
    "hash": "8fa33de3ca68"
  },
  {
    "id": "common.alloc.no-overlap",
    "level": "MUST",
    "text": "No two live blocks share a unit of memory.",
    "why": "It is what allocation means: two owners of one byte corrupt each other.",
    "when": "a block of at least one unit is granted while another is live.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U1, V-4, seed 0 \"segments for the same process never overlap\"",
    "version": "0.1.0",
    "hash": "711b61cad17e"
  },
  {
    "id": "common.alloc.contained",
    "level": "MUST",
    "text": "A granted block lies wholly inside the arena.",
    "why": "The last byte of the last block is where an off-by-one writes over somebody else's memory.",
    "when": "a block of at least one unit is granted.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U2",
    "version": "0.1.0",
    "hash": "b0ec5581f312"
  },
  {
    "id": "common.alloc.fresh",
    "level": "MUST",
    "text": "A grant denotes a block that was not live before the call.",
    "why": "A block handed out twice has two owners, who will both deallocate it.",
    "when": "a block of at least one unit is granted while another is live.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U15",
    "version": "0.1.0",
    "hash": "074b7a073ccd"
  },
  {
    "id": "common.alloc.usable",
    "level": "MUST",
    "text": "Every unit that was asked for can be used by its owner until the block is deallocated.",
    "why": "A grant that covers less than the request is a refusal that nobody notices.",
    "when": "a granted block is written and read to its ends.",
    "hooks": [
      [
        "bytes",
        "read"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "paged"
    ],
    "source": "U4, U10",
    "version": "0.1.0",
    "hash": "267f2081e25b"
  },
  {
    "id": "common.refuse.impossible",
    "level": "MUST",
    "text": "A request for more than the arena holds is refused.",
    "why": "Rounding up wraps; the request that cannot be met is then met with a small block.",
    "when": "a request is larger than the arena.",
    "hooks": [],
    "answers": [
      {
        "path": "partial",
        "isAmong": false,
        "values": [
          "any"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U12, V-12",
    "version": "0.1.0",
    "hash": "295b3601f14f"
  },
  {
    "id": "common.refuse.unchanged",
    "level": "MUST",
    "text": "A refused call changes nothing: all that the subject reports about itself is as before.",
    "why": "Half of a failed multi-part allocation is a leak, and a caller that retries makes it grow.",
    "when": "the subject is observed before and after a refused call, with nothing but refused calls between.",
    "hooks": [
      [
        "stats",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U7, V-12, V-15, V-32, B-3",
    "version": "0.1.0",
    "hash": "76df431a1991"
  },
  {
    "id": "common.refuse.stable",
    "level": "MUST",
    "text": "A refused request is refused again if nothing happened in between.",
    "why": "A refusal that depends on how often one asks is a state change by another name.",
    "when": "the call that was just refused is repeated.",
    "hooks": [],
    "answers": [
      {
        "path": "deterministic",
        "isAmong": true,
        "values": [
          "true"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U17",
    "version": "0.1.0",
    "hash": "35bba2fcd62f"
  },
  {
    "id": "common.refuse.monotone",
    "level": "SHOULD",
    "text": "When a request is refused, every larger request is refused in the same state.",
    "why": "Callers shrink a request until it fits. Allocators that refuse to leave small remainders break this rule lawfully, so it is advice and not asked of heaps with an exact fit.",
    "when": "a request follows a smaller one of the same alignment that was just refused.",
    "hooks": [],
    "answers": [
      {
        "path": "fit",
        "isAmong": false,
        "values": [
          "exact",
          "unknown"
        ]
      },
      {
        "path": "partial",
        "isAmong": false,
        "values": [
          "any"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U23",
    "version": "0.1.0",
    "hash": "56a818e4a238"
  },
  {
    "id": "common.grant.fresh",
    "level": "MUST",
    "text": "On an instance with nothing granted yet, a request is granted if its cost is within the arena.",
    "why": "A stub that always refuses breaks no other rule.",
    "when": "a request whose cost is within the arena is the first since creation or reset.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U11, U16, B-2, design: refusing is not a way to conform",
    "version": "0.1.0",
    "hash": "1f312847a5a5"
  },
  {
    "id": "common.grant.growth",
    "level": "MUST",
    "text": "Before the first dealloc, a request is granted while the costs of all blocks, the new one included, are within the arena.",
    "why": "Memory that was never handed out cannot be fragmented; a refusal here means that it is lost or was never managed.",
    "when": "a request comes before the first dealloc and the sum of all costs is within the arena.",
    "hooks": [],
    "answers": [
      {
        "path": "fit",
        "isAmong": false,
        "values": [
          "unknown"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U11, clause review 1.1",
    "version": "0.1.0",
    "hash": "f717ae7b6a99"
  },
  {
    "id": "common.grant.fit",
    "level": "MUST",
    "text": "A request is refused only if no hole between the live blocks serves it by the declared fit.",
    "why": "False exhaustion is the commonest real defect of allocators: a hole is there, and the search does not see it.",
    "when": "a request is made that a hole serves by the declared fit.",
    "hooks": [],
    "answers": [
      {
        "path": "fit",
        "isAmong": false,
        "values": [
          "unknown"
        ]
      },
      {
        "path": "coalesce",
        "isAmong": false,
        "values": [
          "never",
          "same-size"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U11, U24, V-13, P-2",
    "version": "0.1.0",
    "hash": "29571884af74"
  },
  {
    "id": "common.grant.no-creep",
    "level": "MUST",
    "text": "A block that is deallocated right after it was granted can be had again at once.",
    "why": "A loop of alloc and dealloc that ends in exhaustion loses a little each time.",
    "when": "a request repeats one that was granted and deallocated by the two calls before it.",
    "hooks": [],
    "answers": [
      {
        "path": "coalesce",
        "isAmong": false,
        "values": [
          "never"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U21, S-11, V-23",
    "version": "0.1.0",
    "hash": "db15d1a7a1da"
  },
  {
    "id": "common.grant.drain",
    "level": "MUST",
    "text": "With nothing live, every request whose cost is within the arena is granted, whatever happened before.",
    "why": "It shows in one question that no unit was lost and that every hole was joined with its neighbours.",
    "when": "a request whose cost is within the arena follows the dealloc of the last live block.",
    "hooks": [],
    "answers": [
      {
        "path": "coalesce",
        "isAmong": false,
        "values": [
          "never",
          "same-size"
        ]
      }
    ],
    "claim": true,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U6, U22, V-40, L-6",
    "version": "0.1.0",
    "hash": "32fa3acabb6b"
  },
  {
    "id": "common.stats.agree",
    "level": "MUST",
    "text": "The reported statistics equal the values that follow from the calls made so far.",
    "why": "Quotas, monitoring and tests are built on them; they drift on the paths that fail.",
    "when": "statistics are observed.",
    "hooks": [
      [
        "stats"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U20, V-23, V-38",
    "version": "0.1.0",
    "hash": "7fe33afa47ab"
  },
  {
    "id": "common.inspect.partition",
    "level": "MUST",
    "text": "Every unit of the arena is in at most one class: live, free or set aside; and every live unit is in exactly one.",
    "why": "A unit in two classes will be granted twice, a unit in none never again.",
    "when": "the layout is observed.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U6, V-2",
    "version": "0.1.0",
    "hash": "ffbee8ec9224"
  },
  {
    "id": "common.block.stable",
    "level": "MUST",
    "text": "No call changes the place or the size of a live block that it does not name.",
    "why": "The owner of a block keeps its address and is not asked.",
    "when": "the layout is observed while a block is live.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U5, V-20",
    "version": "0.1.0",
    "hash": "74c8d065e155"
  },
  {
    "id": "common.create.empty",
    "level": "MUST",
    "text": "A new instance has nothing live and nothing set aside, and reports all of its arena as free.",
    "why": "Capacity that is missing from the start is not found by any later test.",
    "when": "an instance is observed before its first grant.",
    "hooks": [
      [
        "stats",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "U16",
    "version": "0.1.0",
    "hash": "c6f702386b2a"
  },
  {
    "id": "common.reset.fresh",
    "level": "MUST",
    "text": "After reset the subject reports the same as a new instance.",
    "why": "What a reset forgets to clear is found by the next user.",
    "when": "an instance is observed right after reset and was observed when it was new.",
    "hooks": [
      [
        "reset"
      ],
      [
        "stats",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap",
      "paged"
    ],
    "source": "B-5, D-14, clause review 52, 53",
    "version": "0.1.0",
    "hash": "c31d0d47ce40"
  },
  {
    "id": "common.misuse.double-detected",
    "level": "MUST",
    "text": "Deallocating a block a second time is recognised, and nothing is changed.",
    "why": "An accepted double free makes two owners of the next block.",
    "when": "a block is deallocated that is no longer live and whose place no live block has taken.",
    "hooks": [],
    "answers": [
      {
        "path": "misuse.double",
        "isAmong": true,
        "values": [
          "detect",
          "throw"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap"
    ],
    "source": "M2, D10",
    "version": "0.1.0",
    "hash": "1da962fbcf4b"
  },
  {
    "id": "common.misuse.foreign-detected",
    "level": "MUST",
    "text": "Deallocating what was never granted is recognised, and nothing is changed.",
    "why": "A foreign address on the free list is handed out later.",
    "when": "an address is deallocated that no grant ever had.",
    "hooks": [],
    "answers": [
      {
        "path": "misuse.foreign",
        "isAmong": true,
        "values": [
          "detect",
          "throw"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap"
    ],
    "source": "M1, D10",
    "version": "0.1.0",
    "hash": "a62b74dae4c7"
  },
  {
    "id": "common.misuse.unchanged",
    "level": "MUST",
    "text": "Misuse that the subject recognises or ignores changes nothing that it reports about itself.",
    "why": "A rejected free that still decrements a counter corrupts slowly.",
    "when": "the subject is observed before and after misuse.",
    "hooks": [
      [
        "stats",
        "inspect"
      ]
    ],
    "answers": [
      {
        "path": "misuse",
        "isAmong": false,
        "values": [
          "undefined"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap",
      "bitmap"
    ],
    "source": "M1 to M5, P-5",
    "version": "0.1.0",
    "hash": "19496b0e0e7d"
  },
  {
    "id": "common.misuse.stale",
    "level": "MAY",
    "text": "A stale address whose place was granted again may be taken for the new block.",
    "why": "An address alone does not tell which grant it came from; detection needs generations.",
    "when": "an address is deallocated after its place was granted to another block.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap",
      "bitmap"
    ],
    "source": "M7",
    "untested": "both behaviours are allowed, so no outcome decides it.",
    "version": "0.1.0",
    "hash": "e7b6538aaf40"
  },
  {
    "id": "heap.alloc.aligned",
    "level": "MUST",
    "text": "The address of a granted block is a multiple of the requested and of the natural alignment.",
    "why": "Misaligned access traps on some machines and is slow on others; alignment holds for the absolute address, not for the offset in the arena.",
    "when": "a block of at least one byte is granted.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U3, G3, D11, PM10, PM19",
    "version": "0.1.0",
    "hash": "7df522c3e8db"
  },
  {
    "id": "heap.align.served",
    "level": "MUST",
    "text": "On an instance with nothing live, every alignment up to the declared maximum is served while the cost is within the arena.",
    "why": "Support that depends on the luck of the base address works in the test and fails in the field.",
    "when": "the first request of an instance asks for an alignment up to the maximum.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G3, B1, seed 4 \"alignments up to 64\"",
    "version": "0.1.0",
    "hash": "525256ade7f6"
  },
  {
    "id": "heap.align.invalid-refused",
    "level": "MUST",
    "text": "An alignment that is 0 or not a power of two is refused.",
    "why": "A mask made from it is garbage, and so is the address.",
    "when": "a request has such an alignment.",
    "hooks": [],
    "answers": [
      {
        "path": "invalidAlign",
        "isAmong": true,
        "values": [
          "reject"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U13, G1",
    "version": "0.1.0",
    "hash": "f2ab0f75415b"
  },
  {
    "id": "heap.size.invalid-refused",
    "level": "MUST",
    "text": "A size that is not a non-negative safe integer is refused.",
    "why": "`NaN` compares false with every bound and so passes every check written the wrong way round.",
    "when": "a request or a realloc has such a size.",
    "hooks": [],
    "answers": [
      {
        "path": "invalidNumbers",
        "isAmong": true,
        "values": [
          "reject"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U13, G1, D15",
    "version": "0.1.0",
    "hash": "228b0746807e"
  },
  {
    "id": "heap.zero-size.refused",
    "level": "MUST",
    "text": "A request for 0 bytes is refused.",
    "why": "The subject says so, and callers rely on it to tell the cases apart.",
    "when": "0 bytes are asked for.",
    "hooks": [],
    "answers": [
      {
        "path": "zeroSize",
        "isAmong": true,
        "values": [
          "reject"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U14, D4",
    "version": "0.1.0",
    "hash": "e2a467c88591"
  },
  {
    "id": "heap.zero-size.sentinel",
    "level": "MUST",
    "text": "A request for 0 bytes is granted an address that is aligned and not strictly inside a live block.",
    "why": "It costs nothing, so it succeeds even when the arena is full; it is not a block, so nothing is lost when it is dropped.",
    "when": "0 bytes are asked for.",
    "hooks": [],
    "answers": [
      {
        "path": "zeroSize",
        "isAmong": true,
        "values": [
          "sentinel"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U14, D4, B-6, S-8",
    "version": "0.1.0",
    "hash": "0b8cb84f04e9"
  },
  {
    "id": "heap.zero-size.unique",
    "level": "MUST",
    "text": "A block of 0 bytes has an address that no other live block has, not strictly inside any of them.",
    "why": "Programs use such addresses as identities.",
    "when": "0 bytes are granted, or a block is granted while a block of 0 bytes is live.",
    "hooks": [],
    "answers": [
      {
        "path": "zeroSize",
        "isAmong": true,
        "values": [
          "unique"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U14, D4, clause review 12, 13",
    "version": "0.1.0",
    "hash": "bc91441f0d1b"
  },
  {
    "id": "heap.block.keeps-bytes",
    "level": "MUST",
    "text": "The bytes of a live block are those its owner wrote last, whatever else is called.",
    "why": "Bookkeeping inside the memory of a client, or a block granted twice, shows here first.",
    "when": "a live block is read back.",
    "hooks": [
      [
        "bytes"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U19, clause review 57",
    "version": "0.1.0",
    "hash": "80b1dc96e4ba"
  },
  {
    "id": "heap.zeroed.zero",
    "level": "MUST",
    "text": "Every byte of a block granted by allocZeroed is 0, also where the memory was used before.",
    "why": "Fresh memory is zero by luck; reused memory is not.",
    "when": "a zeroed block is granted.",
    "hooks": [
      [
        "allocZeroed"
      ],
      [
        "bytes"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G5, PM77",
    "version": "0.1.0",
    "hash": "2e5468ff540b"
  },
  {
    "id": "heap.dealloc.accepted",
    "level": "MUST",
    "text": "The dealloc of a live block is not reported as misuse.",
    "why": "A legal call that is rejected leaks the block.",
    "when": "a live block is deallocated.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G4",
    "version": "0.1.0",
    "hash": "41eebf49d808"
  },
  {
    "id": "heap.grant.same-size",
    "level": "SHOULD",
    "text": "After a dealloc, a request for the same size and alignment is granted.",
    "why": "It is what users expect. Allocators that search a size class above the one they file a hole under break it lawfully, so it is advice.",
    "when": "a request repeats the layout of the block deallocated by the call before it.",
    "hooks": [],
    "answers": [
      {
        "path": "coalesce",
        "isAmong": false,
        "values": [
          "never"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U21",
    "version": "0.1.0",
    "hash": "09b68323d155"
  },
  {
    "id": "heap.misuse.interior-detected",
    "level": "MUST",
    "text": "Deallocating an address inside a live block is recognised, and the block stays.",
    "why": "What lies before such an address is taken for a header.",
    "when": "the address deallocated lies strictly inside a live block.",
    "hooks": [],
    "answers": [
      {
        "path": "misuse.interior",
        "isAmong": true,
        "values": [
          "detect",
          "throw"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "M4",
    "version": "0.1.0",
    "hash": "f848eb66886b"
  },
  {
    "id": "heap.misuse.null-harmless",
    "level": "MUST",
    "text": "Deallocating `null` changes nothing.",
    "why": "Cleaning up after a refusal is written without a test for it.",
    "when": "`null` is deallocated between two observations.",
    "hooks": [
      [
        "stats",
        "inspect"
      ]
    ],
    "answers": [
      {
        "path": "misuse.null",
        "isAmong": false,
        "values": [
          "undefined"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "M6, seed 4 \"deallocating a null pointer is safe\"",
    "version": "0.1.0",
    "hash": "2f85cd5c14a3"
  },
  {
    "id": "heap.misuse.layout-detected",
    "level": "MAY",
    "text": "A dealloc whose size or alignment is not that of the block may be rejected.",
    "why": "Sized deallocation lets an allocator drop its headers; a wrong size then frees a neighbour.",
    "when": "a block is deallocated with another layout.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "M3",
    "untested": "allocators differ lawfully in the sizes that they take back, and no answer describes them.",
    "version": "0.1.0",
    "hash": "03a04e09f91d"
  },
  {
    "id": "heap.realloc.keeps-prefix",
    "level": "MUST",
    "text": "After realloc the first bytes of the block, up to the smaller of both sizes, are what they were.",
    "why": "Copying the new length reads past the old block; copying too little loses the client's bytes.",
    "when": "a realloc is granted.",
    "hooks": [
      [
        "realloc"
      ],
      [
        "bytes"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G6, PM69 to PM71",
    "version": "0.1.0",
    "hash": "6bdea41eb495"
  },
  {
    "id": "heap.realloc.aligned",
    "level": "MUST",
    "text": "The block keeps its alignment when it is resized.",
    "why": "The moving path often asks for the default alignment.",
    "when": "a realloc is granted.",
    "hooks": [
      [
        "realloc"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G6, PM14",
    "version": "0.1.0",
    "hash": "9b0a36fe91b3"
  },
  {
    "id": "heap.realloc.refused-intact",
    "level": "MUST",
    "text": "When a realloc is refused, the block is live where it was and holds what it held.",
    "why": "The caller still owns it, and often its only copy of the data.",
    "when": "a realloc is refused.",
    "hooks": [
      [
        "realloc"
      ],
      [
        "bytes"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G7",
    "version": "0.1.0",
    "hash": "072bfbeeaf7e"
  },
  {
    "id": "heap.realloc.shrinks",
    "level": "SHOULD",
    "text": "A realloc to the same or a smaller size is granted.",
    "why": "Nothing more is needed than what the block has. Implementations that always move break it lawfully.",
    "when": "a realloc asks for no more than the block has.",
    "hooks": [
      [
        "realloc"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G8",
    "version": "0.1.0",
    "hash": "f038798676fd"
  },
  {
    "id": "heap.realloc.fit",
    "level": "MUST",
    "text": "A realloc is refused only if an alloc of the new size could be refused.",
    "why": "Moving the block is always a way to serve the request.",
    "when": "a realloc asks for a size that a hole serves by the declared fit.",
    "hooks": [
      [
        "realloc"
      ]
    ],
    "answers": [
      {
        "path": "fit",
        "isAmong": false,
        "values": [
          "unknown"
        ]
      },
      {
        "path": "coalesce",
        "isAmong": false,
        "values": [
          "never",
          "same-size"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "G8",
    "version": "0.1.0",
    "hash": "8250ccc404ae"
  },
  {
    "id": "heap.usable.covers-request",
    "level": "MUST",
    "text": "The usable size of a block is at least the size asked for.",
    "why": "Clients that ask for it write that far.",
    "when": "a usable size is reported.",
    "hooks": [
      [
        "usableSize"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U4, clause review 18",
    "version": "0.1.0",
    "hash": "a03d4a466348"
  },
  {
    "id": "heap.usable.constant",
    "level": "MUST",
    "text": "The usable size of a block does not change while it is live and is not resized.",
    "why": "A client that asked once keeps the answer.",
    "when": "the usable size of a block is reported a second time.",
    "hooks": [
      [
        "usableSize"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U5, clause review 18",
    "version": "0.1.0",
    "hash": "68fba760c71d"
  },
  {
    "id": "heap.usable.disjoint",
    "level": "MUST",
    "text": "The usable ranges of live blocks are disjoint and lie inside the arena.",
    "why": "All of a usable range may be written.",
    "when": "a usable size is reported while another block is live.",
    "hooks": [
      [
        "usableSize"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "clause review 19",
    "version": "0.1.0",
    "hash": "2245b1f9ee16"
  },
  {
    "id": "heap.arena.translated",
    "level": "MUST",
    "text": "Moving the arena by a multiple of the largest alignment changes no grant into a refusal or back.",
    "why": "Arithmetic with 32-bit operators and alignment by luck both show when the base moves.",
    "when": "a history is run again with its arenas at another of the declared bases.",
    "hooks": [],
    "answers": [
      {
        "path": "bases",
        "isAmong": true,
        "values": [
          "several"
        ]
      },
      {
        "path": "deterministic",
        "isAmong": true,
        "values": [
          "true"
        ]
      }
    ],
    "claim": false,
    "families": [
      "heap"
    ],
    "source": "U25, B1, lesson 7, PM08",
    "version": "0.1.0",
    "hash": "ebd4d9875d62"
  },
  {
    "id": "bitmap.inspect.marks-live",
    "level": "MUST",
    "text": "A frame is marked if and only if it belongs to a live run.",
    "why": "A live frame without a mark will be granted twice; a mark without an owner is a frame lost.",
    "when": "the marks are observed.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-3, clause review 62, 64",
    "version": "0.1.0",
    "hash": "9bfab3882a02"
  },
  {
    "id": "bitmap.alloc.exact",
    "level": "MUST",
    "text": "A grant has exactly as many frames as were asked for, and alloc grants them as one run.",
    "why": "A frame too few is written by an owner who does not have it; a frame too many comes back as part of no run.",
    "when": "a request is granted.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-7, V-10, clause review 61, 63",
    "version": "0.1.0",
    "hash": "7ad1454ad010"
  },
  {
    "id": "bitmap.alloc.zero-refused",
    "level": "MUST",
    "text": "A request for 0 frames is refused.",
    "why": "A run of no frames has no place, so there is nothing to grant and nothing to deallocate.",
    "when": "0 frames are asked for.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-9, D4, clause review 61",
    "version": "0.1.0",
    "hash": "e3528030f554"
  },
  {
    "id": "bitmap.alloc.invalid-refused",
    "level": "MUST",
    "text": "A request whose count is not a non-negative safe integer, or whose limit is not a positive one, is refused.",
    "why": "`NaN` compares false with every bound, and half a frame fits everywhere.",
    "when": "a request has such a count or limit.",
    "hooks": [],
    "answers": [
      {
        "path": "invalidNumbers",
        "isAmong": true,
        "values": [
          "reject"
        ]
      }
    ],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "D15, design: sizes are safe integers",
    "version": "0.1.0",
    "hash": "e11fdb569e83"
  },
  {
    "id": "bitmap.alloc.word-boundary",
    "level": "MUST",
    "text": "A request that only a run across a multiple of 32 can serve is granted like any other.",
    "why": "Bitmaps are searched a word at a time, and a run that begins in one word and ends in the next is what such a search forgets.",
    "when": "a hole is long enough for the request, but no part of a hole between two multiples of 32 is.",
    "hooks": [],
    "answers": [
      {
        "path": "frameCounts",
        "isAmong": true,
        "values": [
          "wide"
        ]
      }
    ],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "clause review 64",
    "version": "0.1.0",
    "hash": "fb213513c61d"
  },
  {
    "id": "bitmap.placement.first-fit",
    "level": "MUST",
    "text": "A run is placed at the lowest frame from which enough frames are free.",
    "why": "Low frames are used again before new ones are touched, and the place of every run can be foretold.",
    "when": "a run is granted.",
    "hooks": [],
    "answers": [
      {
        "path": "placement",
        "isAmong": true,
        "values": [
          "first-fit"
        ]
      }
    ],
    "claim": true,
    "families": [
      "bitmap"
    ],
    "source": "seed 0 \"hole detection (first-fit)\", V-17",
    "version": "0.1.0",
    "hash": "d35ccbbc1c1a"
  },
  {
    "id": "bitmap.placement.tail-first",
    "level": "MUST",
    "text": "A run is placed at the tail if it ends there within the arena, else at the lowest frame from which enough frames are free.",
    "why": "The forward offset saves a search. It is a hint: it decides where a run lies, and never that a hole is not seen.",
    "when": "a run is granted.",
    "hooks": [],
    "answers": [
      {
        "path": "placement",
        "isAmong": true,
        "values": [
          "tail-first"
        ]
      }
    ],
    "claim": true,
    "families": [
      "bitmap"
    ],
    "source": "seed 0 \"forward offset\", V-17, clause review 65",
    "version": "0.1.0",
    "hash": "38fcfbc76c89"
  },
  {
    "id": "bitmap.placement.tail-follows",
    "level": "MUST",
    "text": "After a dealloc the tail begins behind the highest frame that is still marked.",
    "why": "An offset that only grows ends at F, and from then on there is no tail.",
    "when": "a run that fits into the tail is granted after deallocs that moved the tail down.",
    "hooks": [],
    "answers": [
      {
        "path": "placement",
        "isAmong": true,
        "values": [
          "tail-first"
        ]
      }
    ],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "seed 0 \"deallocation with offset recalculation\", V-17, K13",
    "version": "0.1.0",
    "hash": "72c79502e226"
  },
  {
    "id": "bitmap.split.whole",
    "level": "MUST",
    "text": "A split request that a hole holds whole is granted as one run.",
    "why": "A run that is cut without need costs a segment for nothing.",
    "when": "a split request is granted for which a hole is long enough.",
    "hooks": [
      [
        "allocSplit"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "seed 0 \"contiguous frame ranges when possible\", V-18",
    "version": "0.1.0",
    "hash": "07745c9bdfda"
  },
  {
    "id": "bitmap.split.halving",
    "level": "MUST",
    "text": "The runs of a split request that no hole holds have the sizes that halving takes, in this order.",
    "why": "The number of runs decides whether the request is within its limit, so it must be foretold.",
    "when": "a split request is granted for which no hole is long enough.",
    "hooks": [
      [
        "allocSplit"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "seed 0 \"halving strategy (size / 2)\", V-18",
    "version": "0.1.0",
    "hash": "3fc265b60792"
  },
  {
    "id": "bitmap.split.disjoint",
    "level": "MUST",
    "text": "The runs of one grant share no frame.",
    "why": "A frame that is counted twice makes up for one that was never found.",
    "when": "a split request is granted more than one run.",
    "hooks": [
      [
        "allocSplit"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-2, V-8, clause review 63",
    "version": "0.1.0",
    "hash": "8e0c0eec9ceb"
  },
  {
    "id": "bitmap.split.limit",
    "level": "MUST",
    "text": "A split request is granted at most `limit` runs.",
    "why": "The caller has a table with so many entries left.",
    "when": "a split request is granted.",
    "hooks": [
      [
        "allocSplit"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-6, V-15, K4, clause review 63",
    "version": "0.1.0",
    "hash": "0ca38c671181"
  },
  {
    "id": "bitmap.split.granted",
    "level": "MUST",
    "text": "A split request is granted if enough frames are free and halving needs at most `limit` runs.",
    "why": "Frames that are free but scattered are what splitting is for.",
    "when": "a split request is made for which enough frames are free and `limit` runs suffice.",
    "hooks": [
      [
        "allocSplit"
      ]
    ],
    "answers": [
      {
        "path": "placement",
        "isAmong": true,
        "values": [
          "first-fit",
          "tail-first"
        ]
      }
    ],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "seed 0 \"collects multiple smaller physical fragments\", V-13, clause review 63",
    "version": "0.1.0",
    "hash": "38eab57d5c55"
  },
  {
    "id": "bitmap.split.gathers",
    "level": "MUST",
    "text": "A split request whose limit is at least its count is granted if enough frames are free.",
    "why": "No run is shorter than one frame, so this many runs suffice wherever they are placed.",
    "when": "a split request has such a limit and enough frames are free.",
    "hooks": [
      [
        "allocSplit"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-13, clause review 63",
    "version": "0.1.0",
    "hash": "202c8b26bf13"
  },
  {
    "id": "bitmap.split.all-or-nothing",
    "level": "MUST",
    "text": "A split request that is refused although enough frames are free takes none of them.",
    "why": "The runs that were found before the limit was reached are marked, belong to nobody and stay so.",
    "when": "the subject is observed right after a split request was refused for want of runs.",
    "hooks": [
      [
        "allocSplit"
      ],
      [
        "stats",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-15, K5, clause review 63",
    "version": "0.1.0",
    "hash": "007204c73bf2"
  },
  {
    "id": "bitmap.dealloc.accepted",
    "level": "MUST",
    "text": "The dealloc of a live run, with the count that it was granted with, is not reported as misuse.",
    "why": "A legal call that is rejected leaks the run.",
    "when": "live runs are deallocated.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "clause review 62",
    "version": "0.1.0",
    "hash": "c771e9853a44"
  },
  {
    "id": "bitmap.dealloc.joins",
    "level": "MUST",
    "text": "Free frames that lie side by side serve one request, whichever runs they were deallocated with.",
    "why": "Holes that stay apart after their border is gone are fragmentation made by the allocator itself.",
    "when": "a hole is long enough for the request, but no part of it between the ends of runs deallocated there is.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "seed 0 \"unlock after freeing\", V-36, clause review 41",
    "version": "0.1.0",
    "hash": "57ef164e655d"
  },
  {
    "id": "bitmap.misuse.partial-detected",
    "level": "MUST",
    "text": "Deallocating a part of a live run is recognised, and the whole run stays.",
    "why": "Its owner goes on to use frames that are granted to somebody else.",
    "when": "the frames deallocated are some of those of a live run, and not all.",
    "hooks": [],
    "answers": [
      {
        "path": "misuse.partial",
        "isAmong": true,
        "values": [
          "detect",
          "throw"
        ]
      }
    ],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "M3, clause review 62",
    "version": "0.1.0",
    "hash": "8423f31fae15"
  },
  {
    "id": "bitmap.misuse.range-detected",
    "level": "MUST",
    "text": "Deallocating frames beyond the last one is recognised, and nothing is changed.",
    "why": "An allocator that notices the end on its way there has already freed what lies before it.",
    "when": "a frame deallocated is not one of the arena.",
    "hooks": [],
    "answers": [
      {
        "path": "misuse.range",
        "isAmong": true,
        "values": [
          "detect",
          "throw"
        ]
      }
    ],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "M1, clause review 62",
    "version": "0.1.0",
    "hash": "10779bf6d1c8"
  },
  {
    "id": "bitmap.create.invalid-refused",
    "level": "SHOULD",
    "text": "No instance is made with a frame count that is not an integer of at least 1.",
    "why": "A count that is rounded describes frames that do not exist.",
    "when": "an instance with such a frame count is asked for.",
    "hooks": [],
    "answers": [
      {
        "path": "invalidNumbers",
        "isAmong": true,
        "values": [
          "reject"
        ]
      }
    ],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-1; that the count is a power of two is a rule of `paged`",
    "version": "0.1.0",
    "hash": "194f8c61ac89"
  },
  {
    "id": "bitmap.create.declared",
    "level": "MUST",
    "text": "An instance is made with every frame count that the subject declares.",
    "why": "Refusing is not a way to conform.",
    "when": "an instance with a declared frame count is asked for.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "bitmap"
    ],
    "source": "V-1",
    "version": "0.1.0",
    "hash": "5c33c515d8f7"
  },
  {
    "id": "paged.create.valid-iff",
    "level": "MUST",
    "text": "An instance is made if and only if memorySize and frameCount are powers of two with 0 < frameCount < memorySize, slotCount and quarantineCapacity are integers of at least 1, virtualBase is a multiple of the frame size and no position exceeds 2^53 - 1.",
    "why": "Every later promise is built on these relations; an instance made from others breaks them one by one.",
    "when": "an instance is asked for; a valid one of more than a mebibyte may be refused for want of memory.",
    "hooks": [],
    "answers": [
      {
        "path": "geometry",
        "isAmong": true,
        "values": [
          "any"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-1, U16, D13, clause review 29 of section 5",
    "version": "0.1.0",
    "hash": "198dc0b85f02"
  },
  {
    "id": "paged.pid.range-ends",
    "level": "MUST",
    "text": "The lowest and the highest declared pid can own memory.",
    "why": "The ends are where a comparison is written the wrong way round, or where a narrower type ends.",
    "when": "one of the two asks for memory that frames and slots suffice for, or deallocates its region.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 49",
    "version": "0.1.0",
    "hash": "1f2aaa69449b"
  },
  {
    "id": "paged.pid.outside-refused",
    "level": "MUST",
    "text": "A call with a pid that is not an integer of the declared range is refused.",
    "why": "A pid that is cut down to fit becomes somebody else.",
    "when": "a call has such a pid.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 49, D15",
    "version": "0.1.0",
    "hash": "c6d59c50c853"
  },
  {
    "id": "paged.pid.distinct",
    "level": "MUST",
    "text": "Pids that are equal modulo 2^8, 2^16 or 2^32 are different owners.",
    "why": "A table of narrower numbers, or an index taken modulo its length, gives one process the memory of another.",
    "when": "a call is made by a pid while another one, equal modulo one of these, owns memory.",
    "hooks": [],
    "answers": [
      {
        "path": "pids",
        "isAmong": true,
        "values": [
          "wide"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 49",
    "version": "0.1.0",
    "hash": "d46a3a7e79a1"
  },
  {
    "id": "paged.pid.reused",
    "level": "MUST",
    "text": "A pid that deallocated its region and allocates again reads none of the bytes that it wrote before.",
    "why": "The number is the same, the process is not: pids are given out again.",
    "when": "bytes of a later region of a pid are read at places where the pid wrote in an earlier one.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 47, V-19",
    "version": "0.1.0",
    "hash": "7633e2ba7d5e"
  },
  {
    "id": "paged.alloc.zero-refused",
    "level": "MUST",
    "text": "A request for 0 bytes is refused.",
    "why": "A region of no pages has no end to append at and no address to give.",
    "when": "0 bytes are asked for.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-9, D4",
    "version": "0.1.0",
    "hash": "e2a467c88591"
  },
  {
    "id": "paged.alloc.invalid-refused",
    "level": "MUST",
    "text": "A size that is not a non-negative safe integer is refused.",
    "why": "`NaN` compares false with every bound and so passes every check written the wrong way round.",
    "when": "a request has such a size.",
    "hooks": [],
    "answers": [
      {
        "path": "invalidNumbers",
        "isAmong": true,
        "values": [
          "reject"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "D15, U13",
    "version": "0.1.0",
    "hash": "228b0746807e"
  },
  {
    "id": "paged.alloc.dense",
    "level": "MUST",
    "text": "A grant begins at the end of the region of its pid, or at virtualBase if the pid owns nothing.",
    "why": "Virtual memory is contiguous even where physical memory is not; a second grant at the first position is the same memory twice.",
    "when": "a request is granted.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-5, V-11, D3, clause review 45, seed 0 \"virtual memory is always contiguous\"",
    "version": "0.1.0",
    "hash": "b61396ae7871"
  },
  {
    "id": "paged.alloc.whole-frames",
    "level": "MUST",
    "text": "A grant maps exactly the pages that the request needs, its size divided by the frame size and rounded up, or the part that it reports.",
    "why": "A page too few is a region that ends too early; a page too many is stolen from everybody.",
    "when": "the last page of a region or the page behind it is accessed, or the layout is observed while a pid owns memory.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-10",
    "version": "0.1.0",
    "hash": "06cbdcd876c5"
  },
  {
    "id": "paged.alloc.only-free",
    "level": "MUST",
    "text": "A grant takes only free frames.",
    "why": "Frames that are not free belong to somebody, live or quarantined.",
    "when": "a request needs more frames than are free, or the layout is observed after a grant and the one before it is known.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-12, V-8, V-42",
    "version": "0.1.0",
    "hash": "ac6a734728f0"
  },
  {
    "id": "paged.alloc.gathers",
    "level": "MUST",
    "text": "A request that no single run of free frames serves is granted whole if frames and slots suffice.",
    "why": "It is what virtual memory is for: fragments are collected, and fragmentation refuses nothing.",
    "when": "the free frames are known to have no run that is long enough, and frames and slots suffice.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-13, D6, seed 0 \"merges them virtually\"",
    "version": "0.1.0",
    "hash": "19dd06dde255"
  },
  {
    "id": "paged.alloc.second-refused",
    "level": "MUST",
    "text": "A second request of a pid that owns a region is refused.",
    "why": "The subject says so, and a caller that relies on it keeps one address per process.",
    "when": "a pid that owns a region asks for more.",
    "hooks": [],
    "answers": [
      {
        "path": "secondAlloc",
        "isAmong": true,
        "values": [
          "refuse"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review section 5 choice 7",
    "version": "0.1.0",
    "hash": "361e9b8146b4"
  },
  {
    "id": "paged.alloc.under-damage",
    "level": "MUST",
    "text": "While marks of live frames are damaged, a grant is made of frames that nobody owns.",
    "why": "A bitmap alone gives a frame with a lost bit to the next who asks, and two pids share it.",
    "when": "a request is granted while the mark of a live page is damaged, or that page is accessed or shown after such a grant.",
    "hooks": [
      [
        "tamper"
      ]
    ],
    "answers": [
      {
        "path": "selfChecking",
        "isAmong": true,
        "values": [
          "true"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-42, K14",
    "version": "0.1.0",
    "hash": "1ee918829fff"
  },
  {
    "id": "paged.audit.reports",
    "level": "MAY",
    "text": "A subject may report frames whose marks and owners disagree.",
    "why": "What is found early is repaired before it is granted twice.",
    "when": "an audit is asked for.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-42",
    "untested": "no operation of the kit asks for an audit.",
    "version": "0.1.0",
    "hash": "113e1260d6fd"
  },
  {
    "id": "paged.partial.undeclared",
    "level": "MUST",
    "text": "A request is granted whole or not at all.",
    "why": "A caller who is not told of parts uses memory that it does not have.",
    "when": "a request is granted.",
    "hooks": [],
    "answers": [
      {
        "path": "partial",
        "isAmong": true,
        "values": [
          "off"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-15, D5",
    "version": "0.1.0",
    "hash": "94210e915c76"
  },
  {
    "id": "paged.partial.units",
    "level": "MUST",
    "text": "A part is at least one frame and less than the request, and its size in bytes is its frames times the frame size.",
    "why": "A number that may be frames or bytes is read as the other one.",
    "when": "a part is granted.",
    "hooks": [],
    "answers": [
      {
        "path": "partial",
        "isAmong": true,
        "values": [
          "slots",
          "any"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-16, D5, K15",
    "version": "0.1.0",
    "hash": "cabcbc71833c"
  },
  {
    "id": "paged.partial.justified",
    "level": "MUST",
    "text": "A part is granted only if the request cannot be served whole for the declared reason.",
    "why": "A part that is not needed leaves the caller with less than there was.",
    "when": "a part is granted.",
    "hooks": [],
    "answers": [
      {
        "path": "partial",
        "isAmong": true,
        "values": [
          "slots",
          "any"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-15, V-16, clause review 30",
    "version": "0.1.0",
    "hash": "24b06b7876dd"
  },
  {
    "id": "paged.partial.offered",
    "level": "MUST",
    "text": "A request is not refused if a part of it can be granted for the declared reason.",
    "why": "Best effort is promised; the caller would have taken the part.",
    "when": "frames or slots do not suffice for the whole, and the declared reason allows a part.",
    "hooks": [],
    "answers": [
      {
        "path": "partial",
        "isAmong": true,
        "values": [
          "slots",
          "any"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-15, clause review 12 of section 3",
    "version": "0.1.0",
    "hash": "b778055e790a"
  },
  {
    "id": "paged.segments.tile",
    "level": "MUST",
    "text": "The segments of a pid cover its region without gap or overlap, in the order of their positions.",
    "why": "Translation walks them; a gap is an unreachable page, an overlap is two frames for one byte.",
    "when": "the layout is observed while a pid owns memory.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-5, V-7, V-8, K1 to K3",
    "version": "0.1.0",
    "hash": "9224c1440d97"
  },
  {
    "id": "paged.segments.bounded",
    "level": "MUST",
    "text": "At no time are there more segments than slots, nor more pids that own memory.",
    "why": "The table of segments is fixed; the entry after its last one is somebody else's memory.",
    "when": "a pid without a region is granted one, or the layout is observed while a pid owns memory.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-6, D6, clause review 50",
    "version": "0.1.0",
    "hash": "45464bd3fdb0"
  },
  {
    "id": "paged.marks.agree",
    "level": "MUST",
    "text": "A frame is marked if and only if it is live or quarantined, unless its mark was tampered with.",
    "why": "A marked frame without an owner is lost; an unmarked one with an owner is granted again.",
    "when": "the layout is observed.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-3, K5, K11",
    "version": "0.1.0",
    "hash": "71e3279185c2"
  },
  {
    "id": "paged.placement.first-fit",
    "level": "MUST",
    "text": "Every new segment lies in the lowest run of free frames that is long enough for it.",
    "why": "The subject says so; first fit keeps the high frames together.",
    "when": "the layout is observed after a grant, and the one before it is known.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [
      {
        "path": "placement",
        "isAmong": true,
        "values": [
          "first-fit"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-17, seed 0 \"first-fit\"",
    "version": "0.1.0",
    "hash": "46b3a420a3c2"
  },
  {
    "id": "paged.placement.tail-first",
    "level": "MUST",
    "text": "Every new segment follows the highest marked frame if it fits there, and lies in the lowest run that is long enough if not.",
    "why": "The subject says so; the offset saves the search while the tail lasts, and must come back after a dealloc.",
    "when": "the layout is observed after a grant, and the one before it is known.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [
      {
        "path": "placement",
        "isAmong": true,
        "values": [
          "tail-first"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-17, K13, seed 0 \"efficient forward offset\"",
    "version": "0.1.0",
    "hash": "88d8d85d5092"
  },
  {
    "id": "paged.split.halving",
    "level": "MUST",
    "text": "Each grant is cut for itself: the next segment is as long as what is still needed, or half of that rounded down, and so on until a run of free frames is long enough.",
    "why": "The subject says so, and the number of slots that a request costs follows from it.",
    "when": "the layout is observed after a grant, and the one before it is known; or a part is granted, and it is.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [
      {
        "path": "split",
        "isAmong": true,
        "values": [
          "halving"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-18, clause review 41, seed 0 \"halving strategy\"",
    "version": "0.1.0",
    "hash": "36cfb87c5520"
  },
  {
    "id": "paged.split.slots",
    "level": "MUST",
    "text": "A request that halving cuts into as many segments as there are free slots, or fewer, is granted whole, and no other is.",
    "why": "With the policy declared and the layout known, there is one answer.",
    "when": "frames suffice for a request and the layout before it is known.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [
      {
        "path": "split",
        "isAmong": true,
        "values": [
          "halving"
        ]
      },
      {
        "path": "placement",
        "isAmong": false,
        "values": [
          "unknown"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-6, V-13, V-15, K4, clause review section 5 choice 8",
    "version": "0.1.0",
    "hash": "6644adf28952"
  },
  {
    "id": "paged.slots.pressure",
    "level": "MAY",
    "text": "Whether a request is refused for want of slots may depend on how other pids fragmented the frames.",
    "why": "Slots are shared. Reserving some per pid would close this channel between processes and waste slots.",
    "when": "a request is refused for want of slots.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 44, V-14",
    "untested": "both behaviours are allowed, so no outcome decides it.",
    "version": "0.1.0",
    "hash": "09ff1d504a3e"
  },
  {
    "id": "paged.io.served",
    "level": "MUST",
    "text": "An access to bytes of one page of the caller's own region is served, up to the last byte of the page.",
    "why": "A grant whose last byte cannot be used is smaller than it says; so is one that other pids can lock.",
    "when": "an access of at least one byte lies in one page of the region.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-24, V-28, V-30, D1, K6, K8",
    "version": "0.1.0",
    "hash": "f08b2316a947"
  },
  {
    "id": "paged.io.empty",
    "level": "MUST",
    "text": "An access of 0 bytes is served at every position of the region, its end included.",
    "why": "Loops over a region end there, and asking for nothing is harmless.",
    "when": "0 bytes are accessed at a position from virtualBase to the end of a region.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-31",
    "version": "0.1.0",
    "hash": "a48ae58efd42"
  },
  {
    "id": "paged.io.page-rule",
    "level": "MUST",
    "text": "An access whose bytes are not all in one page is not served.",
    "why": "The frames of neighbouring pages need not be neighbours; reading on means reading somebody else's.",
    "when": "an access that begins in the region leaves its page.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-28, D1, seed 0 \"no cross-page read/write\"",
    "version": "0.1.0",
    "hash": "e2f2d705693f"
  },
  {
    "id": "paged.io.unmapped-refused",
    "level": "MUST",
    "text": "An access that does not begin in the caller's region is not served.",
    "why": "What is not mapped has no frame, or has one that was given away.",
    "when": "the position is below or above the region, or the caller owns nothing.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-24, D2, seed 0 \"strict boundary validation\"",
    "version": "0.1.0",
    "hash": "c74d4aa79339"
  },
  {
    "id": "paged.io.invalid-refused",
    "level": "MUST",
    "text": "An access whose position or length is not a non-negative safe integer is not served.",
    "why": "A fraction or `NaN` indexes memory as a property name and reads `undefined`.",
    "when": "an access has such a position or length.",
    "hooks": [],
    "answers": [
      {
        "path": "invalidNumbers",
        "isAmong": true,
        "values": [
          "reject"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "D15, clause review 18 of section 3",
    "version": "0.1.0",
    "hash": "80382c8c06c5"
  },
  {
    "id": "paged.address.forged",
    "level": "MUST",
    "text": "An access with an address that names another pid is not served.",
    "why": "Addresses are plain values that anybody can make; only the match with the caller makes them safe.",
    "when": "the pid of the address is not that of the caller.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-27, K7, seed 0 \"prevents forged VirtualAddr\"",
    "version": "0.1.0",
    "hash": "99e234ea8001"
  },
  {
    "id": "paged.address.stale",
    "level": "MUST",
    "text": "An address from an earlier region of the pid is judged against the present region only.",
    "why": "Addresses carry no generation; what was mapped once must leave no trace.",
    "when": "a pid that deallocated a region accesses a position that was in it.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 51",
    "version": "0.1.0",
    "hash": "4daeede22b21"
  },
  {
    "id": "paged.io.status",
    "level": "SHOULD",
    "text": "An access that is not served answers with the status given above.",
    "why": "The three names tell a caller what to mend; a status that depends on anything but the caller's own region tells it about others.",
    "when": "an access with valid arguments is not served.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-24, D2, seed 0 \"detailed error reporting\"",
    "version": "0.1.0",
    "hash": "037e9a470bd5"
  },
  {
    "id": "paged.io.fragmentation",
    "level": "MUST",
    "text": "Whether an access is served does not depend on how the region is cut into segments.",
    "why": "Fragmentation is the allocator's affair; the second fragment must be as reachable as the first.",
    "when": "a pid whose region is known to have several segments accesses it.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-14, K2, K3, K8",
    "version": "0.1.0",
    "hash": "1d26e2f0395e"
  },
  {
    "id": "paged.io.copies",
    "level": "MUST",
    "text": "A read returns a copy of the bytes and a write takes one.",
    "why": "A view of memory lets its holder write past every check, long after the call.",
    "when": "bytes are read that the pid wrote, by a caller that overwrites its buffers after every call.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 58",
    "version": "0.1.0",
    "hash": "85c780680a5a"
  },
  {
    "id": "paged.read.own-bytes",
    "level": "MUST",
    "text": "Bytes that a pid wrote are read back until they are overwritten or the region is deallocated.",
    "why": "It is what memory is for; two pages on one frame show here too.",
    "when": "bytes are read that the pid wrote since the page was mapped.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-29, V-8, U19",
    "version": "0.1.0",
    "hash": "9ed5f1593987"
  },
  {
    "id": "paged.read.zero-fresh",
    "level": "MUST",
    "text": "Bytes that were not written since their page was mapped are 0.",
    "why": "Anything else is what the last owner left.",
    "when": "bytes are read that were not written since the page was mapped.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-19, V-21, seed 0 \"memory cleanup after freeing\"",
    "version": "0.1.0",
    "hash": "7a0fa01aec19"
  },
  {
    "id": "paged.read.pid-isolated",
    "level": "MUST",
    "text": "A read returns no byte that another pid wrote.",
    "why": "Isolation of processes is the reason for having pids.",
    "when": "bytes are read at places in a page where another pid wrote.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-25, clause review 43, K9, K10, seed 0 \"PID-based access control\"",
    "version": "0.1.0",
    "hash": "a8cd9c117f53"
  },
  {
    "id": "paged.write.pid-isolated",
    "level": "MUST",
    "text": "A write changes no byte of another pid.",
    "why": "A process that can write into another owns it.",
    "when": "a pid reads bytes that it wrote, at places in a page where another pid wrote too.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-26, K10",
    "version": "0.1.0",
    "hash": "2847b2d134f9"
  },
  {
    "id": "paged.write.refused-unchanged",
    "level": "MUST",
    "text": "A write that is not served changes no byte.",
    "why": "Checking after copying is the classic order to get wrong; half of a refused write is corruption.",
    "when": "bytes are read from where a refused write was aimed.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-28, V-32",
    "version": "0.1.0",
    "hash": "60896980886c"
  },
  {
    "id": "paged.dealloc.status",
    "level": "MUST",
    "text": "The answer is already-free if the pid owned nothing, quarantined if this call quarantined something, and success otherwise.",
    "why": "A status that speaks of somebody else's frames, or of an earlier call, is useless for finding the damage.",
    "when": "a pid deallocates.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-22, D9, clause review 35, 36, K12, K14, K15",
    "version": "0.1.0",
    "hash": "f74a2177fff2"
  },
  {
    "id": "paged.dealloc.repeated",
    "level": "MUST",
    "text": "A pid that deallocated its region and deallocates again is answered already-free.",
    "why": "The second call must not file a segment twice; the frames may have a new owner by then.",
    "when": "a pid that once owned memory deallocates and owns nothing.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 33, V-22",
    "version": "0.1.0",
    "hash": "d57c5c6bc8ff"
  },
  {
    "id": "paged.dealloc.whole-region",
    "level": "MUST",
    "text": "After dealloc the pid owns nothing, whatever the status.",
    "why": "A segment that stays mapped is a window into memory that is given to others.",
    "when": "a pid accesses memory, or the layout is observed, after it deallocated and before it is granted anything.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-20, V-33, seed 0 \"dangling virtual entries\"",
    "version": "0.1.0",
    "hash": "d43a9d3f695a"
  },
  {
    "id": "paged.dealloc.others-intact",
    "level": "MUST",
    "text": "A dealloc changes neither the region nor the bytes of another pid.",
    "why": "Releasing by a wrong comparison, or by marks alone, takes memory from those who still use it.",
    "when": "a pid accesses its region after another pid deallocated.",
    "hooks": [],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-20, K14",
    "version": "0.1.0",
    "hash": "a770fb62e25e"
  },
  {
    "id": "paged.tamper.io-unaffected",
    "level": "MUST",
    "text": "The mark of a page has no influence on accesses to it.",
    "why": "Marks are for finding free frames; whoever asks them who may read makes damage contagious.",
    "when": "a pid accesses its region while the mark of one of its pages is damaged.",
    "hooks": [
      [
        "tamper"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 37, V-41",
    "version": "0.1.0",
    "hash": "a8bfd3f1ff7c"
  },
  {
    "id": "paged.quarantine.whole-segment",
    "level": "MUST",
    "text": "A dealloc puts exactly those segments into the quarantine of which at least one mark is damaged, and each of them whole.",
    "why": "Nobody knows which frames of a damaged segment can be trusted; those of a sound one can.",
    "when": "the layout is observed after a dealloc of damaged segments, and the one before it is known.",
    "hooks": [
      [
        "tamper"
      ],
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-33, V-41, clause review 40",
    "version": "0.1.0",
    "hash": "af00dc7ec65d"
  },
  {
    "id": "paged.quarantine.complete",
    "level": "MUST",
    "text": "Every frame of a deallocated region is free and unmarked afterwards, or quarantined, or granted again.",
    "why": "A frame in none of these is lost until the machine restarts.",
    "when": "the layout is observed after a dealloc, and the one before it is known.",
    "hooks": [
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-34, V-20, V-23, K5, K11, seed 0 \"preventing leaks\"",
    "version": "0.1.0",
    "hash": "468265738548"
  },
  {
    "id": "paged.quarantine.relocked",
    "level": "MUST",
    "text": "Every quarantined frame is marked.",
    "why": "The quarantine of a damaged frame is void while a search over the marks can find it.",
    "when": "the layout is observed while something is quarantined.",
    "hooks": [
      [
        "tamper"
      ],
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-33, D7, clause review section 5 choice 4",
    "version": "0.1.0",
    "hash": "378a8ab728ec"
  },
  {
    "id": "paged.quarantine.withheld",
    "level": "MUST",
    "text": "Quarantined frames are not granted.",
    "why": "They may still be somebody's, or hold somebody's bytes.",
    "when": "a request needs quarantined frames beside the free ones, or the layout is observed while known frames are quarantined and a pid owns memory.",
    "hooks": [
      [
        "tamper"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-35, D7, V-41, K9",
    "version": "0.1.0",
    "hash": "915469cfe3a9"
  },
  {
    "id": "paged.quarantine.count",
    "level": "MUST",
    "text": "The reported count is the number of entries.",
    "why": "It decides when the table is full, and it is how anybody learns of damage.",
    "when": "the count or the layout is observed.",
    "hooks": [
      [
        "quarantineCount",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-38, K11, clause review 8 of section 3",
    "version": "0.1.0",
    "hash": "0f489949294e"
  },
  {
    "id": "paged.quarantine.keeps",
    "level": "MUST",
    "text": "An entry leaves the quarantine by purge, by overflow or by reset, and in no other way.",
    "why": "An alloc that purges when memory is short gives away frames that nobody looked at.",
    "when": "the quarantine is observed, held something when it was observed before, and was not purged in between.",
    "hooks": [
      [
        "tamper"
      ],
      [
        "quarantineCount",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 32, 38",
    "version": "0.1.0",
    "hash": "50b0961d68e6"
  },
  {
    "id": "paged.quarantine.overflow",
    "level": "MUST",
    "text": "An entry that finds the table full is put in after a purge, and nothing else is in the table then.",
    "why": "An entry that is dropped, or put in without being counted, is a leak.",
    "when": "the quarantine is observed after a dealloc quarantined more segments than there were free entries.",
    "hooks": [
      [
        "tamper"
      ],
      [
        "quarantineCount",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-39, D8, K11, clause review 0.8",
    "version": "0.1.0",
    "hash": "e7dc19d0aeb5"
  },
  {
    "id": "paged.quarantine.owner-returns",
    "level": "MUST",
    "text": "A pid whose former frames are quarantined is served like any other.",
    "why": "The quarantine holds frames, not processes; its entries carry no pid.",
    "when": "such a pid, owning nothing, asks for memory that frames and slots suffice for.",
    "hooks": [
      [
        "tamper"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 34",
    "version": "0.1.0",
    "hash": "377a59a4f51d"
  },
  {
    "id": "paged.purge.count",
    "level": "MUST",
    "text": "Purge answers the number of entries that it took out.",
    "why": "It is the receipt: what was reported as damaged is accounted for.",
    "when": "purge is called.",
    "hooks": [
      [
        "purge"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-36, V-38, clause review section 5 choice 18",
    "version": "0.1.0",
    "hash": "8e4b306a4e17"
  },
  {
    "id": "paged.purge.empties",
    "level": "MUST",
    "text": "After purge nothing is quarantined.",
    "why": "An entry that stays is purged again later, when its frames have another owner.",
    "when": "purge is called again, or the quarantine is observed, with nothing quarantined since the last purge.",
    "hooks": [
      [
        "purge"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-37, V-38, seed 0 \"clears the quarantine table and counter\"",
    "version": "0.1.0",
    "hash": "dbf9ec04033f"
  },
  {
    "id": "paged.purge.exact",
    "level": "MUST",
    "text": "Purge frees exactly the quarantined frames and changes no other mark, segment or byte.",
    "why": "Purging by an outdated record wipes the memory of the next owner.",
    "when": "the layout is observed after a purge, and the one before it is known.",
    "hooks": [
      [
        "purge"
      ],
      [
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-36, K10",
    "version": "0.1.0",
    "hash": "d9e7f6ab647f"
  },
  {
    "id": "paged.purge.wipes",
    "level": "MUST",
    "text": "Bytes of pages that were mapped after a purge are 0 until they are written.",
    "why": "What was quarantined holds the last bytes of its owner.",
    "when": "bytes not written since their page was mapped are read, and the page was mapped after a purge took entries out.",
    "hooks": [
      [
        "purge"
      ],
      [
        "tamper"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-36, V-19, K9, seed 0 \"wipes the corresponding physical memory\"",
    "version": "0.1.0",
    "hash": "1aaba26bd995"
  },
  {
    "id": "paged.purge.reclaims",
    "level": "MUST",
    "text": "After purge the frames that were quarantined can be granted.",
    "why": "A quarantine without a way out is a slow leak.",
    "when": "a request needs frames that the last purge freed, and frames and slots suffice.",
    "hooks": [
      [
        "purge"
      ],
      [
        "tamper"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-40, K11, K13",
    "version": "0.1.0",
    "hash": "6dd156821720"
  },
  {
    "id": "paged.purge.idle",
    "level": "MUST",
    "text": "Purge with nothing quarantined changes nothing.",
    "why": "It is called on a timer, in every state.",
    "when": "the subject is observed before and after such a purge.",
    "hooks": [
      [
        "purge"
      ],
      [
        "stats",
        "inspect"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "V-37, clause review 42",
    "version": "0.1.0",
    "hash": "dcfab2580ce8"
  },
  {
    "id": "paged.reset.forgets",
    "level": "MUST",
    "text": "After reset no pid owns anything and nothing is quarantined.",
    "why": "What a reset forgets to clear is found by the next user.",
    "when": "a pid that owned memory before a reset accesses it or deallocates, or purge is called, before the first grant after it.",
    "hooks": [
      [
        "reset"
      ]
    ],
    "answers": [],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "clause review 53",
    "version": "0.1.0",
    "hash": "a8e5956589b2"
  },
  {
    "id": "paged.base.translated",
    "level": "MUST",
    "text": "Moving virtualBase moves every position by as much and changes no other answer.",
    "why": "Positions are arithmetic on the base; code that takes the base for 0 works until it is not.",
    "when": "a history is run again with another virtualBase.",
    "hooks": [],
    "answers": [
      {
        "path": "geometry",
        "isAmong": true,
        "values": [
          "any"
        ]
      },
      {
        "path": "deterministic",
        "isAmong": true,
        "values": [
          "true"
        ]
      }
    ],
    "claim": false,
    "families": [
      "paged"
    ],
    "source": "U25, D2",
    "version": "0.1.0",
    "hash": "573dd93e8a24"
  }
];
