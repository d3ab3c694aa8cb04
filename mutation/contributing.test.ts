/**
 * Follows the recipe of CONTRIBUTING.md, step by step, with a toy family in a copy of the project. The
 * commands are those that the recipe gives; what they must print is said in `contributing/steps.ts`.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecipe } from './contributing/recipe.ts';
import { CLAUSES_OF_TOKEN, NAMES, STEPS, type Step } from './contributing/steps.ts';
import { Workshop } from './contributing/workshop.ts';

const PATIENCE = 900_000;

const recipe = readRecipe(readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8'));
const stepOf = (title: string): Step => {
  const step = STEPS[title];
  if (step === undefined) throw new Error(`${title} has no counterpart in contributing/steps.ts`);
  return step;
};

describe('the recipe', () => {
  it('has the steps that are followed, and each says by which commands it is done', () => {
    expect(recipe.map(({ title }) => title)).toEqual(Object.keys(STEPS));
    for (const { commands } of recipe) expect(commands).not.toEqual([]);
  });

  it('gives the commands that are known to print something', () => {
    for (const { title, commands } of recipe) {
      const unknown = Object.keys(stepOf(title).prints).filter((beginning) =>
        commands.every((command) => !named(command).startsWith(beginning)),
      );
      expect(unknown).toEqual([]);
    }
  });
});

/** The command for the toy family. */
const named = (command: string): string =>
  NAMES.reduce((text, [name, ours]) => text.replaceAll(name, ours), command);

describe('a toy family', { timeout: PATIENCE }, () => {
  let workshop: Workshop;
  let isLost = false;
  beforeAll(() => {
    workshop = new Workshop();
  });
  afterAll(() => workshop.close());

  it.each(recipe)('$title', async ({ title, commands }) => {
    const { files, rows, binds = [], prints } = stepOf(title);
    if (isLost) throw new Error('the step before did not end well');
    isLost = true;
    for (const file of files) workshop.put(file);
    for (const row of rows) workshop.edit(row);
    for (const clause of binds) workshop.bind(clause);
    for (const command of commands.map(named)) {
      const { status, output } = await workshop.run(command);
      const [, expected = { texts: [] }] =
        Object.entries(prints).find(([beginning]) => command.startsWith(beginning)) ?? [];
      expect(status, `${command}\n${output}`).toBe(expected.status ?? 0);
      for (const text of expected.texts) expect(output, command).toMatch(text);
    }
    isLost = false;
  });

  it('has evidence for each of its clauses', () => {
    const page = workshop.read('mutation/evidence/token.md');
    for (const clause of CLAUSES_OF_TOKEN.filter((id) => id.startsWith('token.'))) {
      const sections = page.split(/^(?=## )/m);
      const section = sections.find((text) => text.startsWith(`## \`${clause}\``));
      expect(section).toContain(`clause: '${clause}',`);
      expect(section).toMatch(/Histories that test the predicate:\*/);
      expect(section).toMatch(/builtin:token \d/);
      expect(section).toMatch(/token\/few/);
      expect(section).toMatch(/Own faults in token:\* `[^`]+` after \d/);
    }
  });
});
