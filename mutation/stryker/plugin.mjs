/**
 * The test runner `conformance` of Stryker, and what is not mutated. Stryker loads this file twice: in its own process, which
 * knows no TypeScript, and in each worker, which does and stands in a copy of the project whose
 * `impl` is instrumented. Therefore the runner proper is looked for where the process stands.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareFactoryPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

class RunnerOfTheCopy {
  #runner;

  async init() {
    const file = pathToFileURL(resolve('mutation/stryker/runner.ts'));
    const { ConformanceRunner } = await import(file.href);
    this.#runner = new ConformanceRunner();
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  dryRun(options) {
    return this.#runner.dryRun(options);
  }

  mutantRun(options) {
    return this.#runner.mutantRun(options);
  }
}

const create = () => new RunnerOfTheCopy();

/** No campaign calls these; `mutation/explore.test.ts` does. */
const fingerprints = {
  shouldIgnore(path) {
    const name = path.node.key?.name ?? path.node.id?.name;
    const isFunction = path.isClassMethod() || path.isFunctionDeclaration();
    return isFunction && (name === 'fingerprint' || name === 'statesOf')
      ? 'only explorations read it'
      : undefined;
  },
};

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'conformance', create),
  declareValuePlugin(PluginKind.Ignore, 'fingerprints', fingerprints),
];
