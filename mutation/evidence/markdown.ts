/** Small pieces of Markdown. */

const COLUMNS = 100;

/** Broken between words, never within code; every line but the first begins with `indent`. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    if (line !== '' && indent.length + line.length + word.length >= COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

export const item = (name: string, text: string): string => wrapped(`- *${name}:* ${text}`, '  ');

export const code = (text: string): string => `\`${text}\``;

const numbers = new Intl.NumberFormat('en');
export const number = (value: number): string => numbers.format(value);

/** `one fault`, `2 faults`. */
export const some = (count: number, noun: string): string =>
  `${count === 1 ? 'one' : number(count)} ${noun}${count === 1 ? '' : 's'}`;

/** The anchor that a heading of just this code gets. */
export const anchor = (id: string): string => `#${id.replaceAll('.', '')}`;
