#!/usr/bin/env node
/**
 * The command line. Each command is a file in cli/, loaded when it is asked for; here are only their words.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { FAMILIES } from '../spec/index.ts';
import { KIT_ERROR, USAGE } from './verdict.ts';
import { KIT_VERSION } from './version.ts';

function levels(value: string, before: readonly string[] = []): string[] {
  if (['MUST', 'SHOULD', 'MAY'].includes(value)) return [...before, value];
  throw new InvalidArgumentError('expected MUST, SHOULD or MAY.');
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

function integer(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('expected an integer.');
  return value;
}

function count(text: string): number {
  const value = integer(text);
  if (value < 1) throw new InvalidArgumentError('expected at least 1.');
  return value;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 86_400)) throw new InvalidArgumentError('expected a number above 0.');
  return value;
}

const SUBJECT =
  'path of an adapter module (JavaScript or TypeScript), builtin:paged or reference:heap';

const program = new Command('allocspec')
  .description('Says what a correct memory allocator is, and whether yours is one.')
  .version(KIT_VERSION)
  .showHelpAfterError('(allocspec --help lists the commands)')
  .exitOverride();

program
  .command('run')
  .description('judge subjects by every clause of their family')
  .argument('<subject...>', SUBJECT)
  .addOption(
    new Option('--budget <name>', 'operations to run: about 3 s, 30 s, 10 min')
      .choices(['quick', 'ci', 'deep'])
      .default('ci'),
  )
  .option('--operations <count>', 'operations to run, instead of those of a budget', count)
  .option('--seed <number>', 'seed of the generators', integer, 1)
  .option(
    '--clause <id>',
    'judge only this clause, or all that begin with it (repeatable)',
    collect,
  )
  .addOption(
    new Option('--level <level>', 'judge only clauses of this level (repeatable)').argParser(
      levels,
    ),
  )
  .addOption(
    new Option('--reporter <name>', 'how to report (repeatable): terminal, junit, json').argParser(
      (value: string, before?: string[]) => collect(value, before),
    ),
  )
  .option(
    '--output-file <reporter=path>',
    'write a report to a file, e.g. junit=report.xml (repeatable)',
    collect,
  )
  .option(
    '--deviations <file>',
    'known deviations (default: allocspec.deviations.json, if it is there)',
  )
  .addOption(
    new Option('--fail-on <level>', 'the lowest level whose failure changes the exit code')
      .choices(['must', 'should'])
      .default('must'),
  )
  .option('--histories <folder>', 'where to save the history of each failure', '.allocspec')
  .option('--inject', 'add a fault at every step of some short histories')
  .option(
    '--exhaustive <scope>',
    'add every transition of a small instance; allocspec scopes lists them (repeatable)',
    collect,
  )
  .option('--in-process', 'run the subject in this thread, without the watchdog; for debugging')
  .option(
    '--jobs <count>',
    'workers that judge at the same time (default: one a core, at most 4)',
    count,
  )
  .option('--load-timeout <seconds>', 'how long loading an adapter may take', seconds, 30)
  .option('--verbose', 'list every clause')
  .action(async (subjects: string[], options) => {
    const { run } = await import('./cli/run.ts');
    process.exitCode = await run(subjects, options);
  });

program
  .command('replay')
  .description('run a saved history again')
  .argument('<history>', 'history file')
  .argument('<subject>', SUBJECT)
  .option('--in-process', 'run the subject in this thread, without the watchdog')
  .action(async (file: string, subject: string, options) => {
    const { replayFile } = await import('./cli/replay.ts');
    process.exitCode = await replayFile(file, subject, options);
  });

program
  .command('explain')
  .description('show a clause: its sentence, why it is there, what it needs')
  .argument('<clause>', 'clause id')
  .action(async (id: string) => {
    const { explain } = await import('./cli/explain.ts');
    process.exitCode = explain(id);
  });

program
  .command('scopes')
  .description('list the scopes: instances small enough to try everything')
  .addOption(new Option('--family <name>', 'only those of this family').choices([...FAMILIES]))
  .action(async (options) => {
    const { scopes } = await import('./cli/scopes.ts');
    process.exitCode = scopes(options);
  });

program
  .command('list')
  .description('list the clauses')
  .addOption(
    new Option('--family <name>', 'only the profile of this family').choices([...FAMILIES]),
  )
  .action(async (options) => {
    const { list } = await import('./cli/list.ts');
    process.exitCode = list(options);
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeFor(error);
}

/** commander throws for wrong words and --help, node for files it cannot use; all else is a bug of ours. */
function exitCodeFor(error: unknown): number {
  if (error instanceof Error && 'exitCode' in error) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof Error && 'syscall' in error) {
    console.error(error.message);
    return USAGE;
  }
  console.error('allocspec has a bug; please report this:');
  console.error(error);
  return KIT_ERROR;
}
