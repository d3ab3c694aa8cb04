import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseChapter } from './clause.ts';
import { readChapters, render } from './generate.ts';

const GOOD = `# Heap

### \`heap.alloc.aligned\`
MUST. The address of a granted block
is aligned.

*Why:* Misaligned access traps.
*When:* a block is granted.
*Needs:* hook bytes or read; answer misuse.double = detect, throw; answer fit != unknown; claim
*Families:* heap, bitmap
*Source:* U3
*Untested:* not yet.

Example: text after the fields is left out.

## Next section
`;

describe('parseChapter', () => {
  it('reads all fields of a clause', () => {
    expect(parseChapter('heap', GOOD)).toEqual([
      {
        id: 'heap.alloc.aligned',
        level: 'MUST',
        text: 'The address of a granted block is aligned.',
        why: 'Misaligned access traps.',
        when: 'a block is granted.',
        hooks: [['bytes', 'read']],
        answers: [
          { path: 'misuse.double', isAmong: true, values: ['detect', 'throw'] },
          { path: 'fit', isAmong: false, values: ['unknown'] },
        ],
        claim: true,
        families: ['heap', 'bitmap'],
        source: 'U3',
        untested: 'not yet.',
      },
    ]);
  });

  it('needs nothing and binds the family of the chapter unless told', () => {
    const short = GOOD.replace(/\*(Needs|Families|Source|Untested):.*\n/g, '');
    const [clause] = parseChapter('heap', short);
    expect(clause).toMatchObject({
      hooks: [],
      answers: [],
      claim: false,
      families: ['heap'],
      source: '',
    });
    expect(clause).not.toHaveProperty('untested');
  });

  it('reads one clause after the other', () => {
    const two = `${GOOD}\n${GOOD.replace('alloc.aligned', 'dealloc.accepted')}`;
    const ids = parseChapter('heap', two).map(({ id }) => id);
    expect(ids).toEqual(['heap.alloc.aligned', 'heap.dealloc.accepted']);
  });

  it.each([
    ['has no Why', /\*Why:.*\n/, '', 'heap.md: clause heap.alloc.aligned has no Why'],
    ['has no When', /\*When:.*\n/, '', 'has no When'],
    ['has an unknown level', 'MUST.', 'SHALL.', 'must begin with "MUST. ", "SHOULD. " or "MAY. "'],
    ['has an unknown need', 'hook bytes or read', 'hooks bytes', 'needs "hooks bytes"'],
    [
      'names an unknown family',
      'heap, bitmap',
      'heap, stack',
      'the family "stack", which does not exist',
    ],
  ])('throws if a clause %s', (_what, part, instead, message) => {
    const bad = GOOD.replace(part, instead);
    expect(bad).not.toBe(GOOD);
    expect(() => parseChapter('heap', bad)).toThrow(message);
  });

  it('throws if a chapter has no family of its own and a clause names none', () => {
    const bad = GOOD.replace(/\*Families:.*\n/, '');
    expect(() => parseChapter('common', bad)).toThrow('the family "common", which does not exist');
  });
});

describe('the generated files', () => {
  const written = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

  it('are up to date (if not: npm run spec)', () => {
    const { ts, json } = render(readChapters());
    expect(written('clauses.ts') === ts, 'clauses.ts').toBe(true);
    expect(written('clauses.json') === json, 'clauses.json').toBe(true);
  });

  it('give each clause the hash of its level and sentence', () => {
    for (const { id, level, text, hash } of readChapters()) {
      const digest = createHash('sha256').update(`${level} ${text}`).digest('hex');
      expect(hash, id).toBe(digest.slice(0, 12));
    }
  });
});
