/**
 * Reads the recipe for a new family out of CONTRIBUTING.md: its steps in order, and of each the lines
 * of its `sh` block, which are commands. A comment behind a command says what it prints.
 *
 *     ### 2. Chapter
 *     ...
 *     ```sh
 *     npm run spec    # prints nothing
 *     ```
 */
export interface RecipeStep {
  readonly title: string;
  /** As they are written, with `F` for the family. */
  readonly commands: readonly string[];
}

const STEP = /^### \d+\. (.+)$/;

export function readRecipe(markdown: string): RecipeStep[] {
  return markdown.split(/^(?=### )/m).flatMap((text) => {
    const title = STEP.exec(text.slice(0, text.indexOf('\n')))?.[1];
    return title === undefined ? [] : [{ title, commands: commandsIn(text) }];
  });
}

const commandsIn = (text: string): string[] =>
  [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.replace(/#.*$/, '').trim())
      .filter((line) => line !== ''),
  );
