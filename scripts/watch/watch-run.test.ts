import { describe, expect, it } from 'vitest';
import { sampleResults } from '../../reports/sample.ts';
import { sampleScenarioResults } from '../../reports/sample-scenarios.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import type { Io, TerminalInput } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { type RunOnce, watchRun } from './watch-run.ts';

/** Keys that are pressed one after the other, each when somebody listens. */
function keyboard(...keys: string[]): TerminalInput {
  return {
    isTTY: true,
    on: (_, listener) => setImmediate(() => keys.length > 0 && listener(keys.shift() ?? '')),
    off: () => {},
    resume: () => {},
    pause: () => {},
  };
}

function io(stdin: TerminalInput, env: Io['env'] = {}): { io: Io; text: () => string } {
  let text = '';
  const output = { write: (more: string) => (text += more) };
  return { io: { stdin, stdout: output, stderr: output, env, cwd: '/' }, text: () => text };
}

const config: ConformanceConfig = { skip: ['jwks'], only: ['metadata'], profile: 'ssf' };

describe('run --watch', () => {
  it('runs on f the checks that failed and no others, whatever was selected before', async () => {
    const narrowed: ConformanceConfig[] = [];
    const once: RunOnce = async (narrow) => {
      narrowed.push(narrow(config));
      return { exitCode: 1, results: [sampleResults()], sights: [] };
    };
    expect(await watchRun(once, io(keyboard('f', 'q')).io)).toBe(1);
    const failed = sampleResults().checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'error');
    expect(narrowed[0]).toEqual(config);
    expect(narrowed[1]?.only).toHaveLength(failed.length);
    expect(narrowed[1]).not.toHaveProperty('skip');
  });

  it('plays on f the scenarios that did not hold', async () => {
    const narrowed: ConformanceConfig[] = [];
    const once: RunOnce = async (narrow) => {
      narrowed.push(narrow({ scenarios: { names: ['all'], people: [] } }));
      return { exitCode: 1, results: [sampleScenarioResults()], sights: [] };
    };
    await watchRun(once, io(keyboard('f', 'q')).io);
    const names = narrowed[1]?.scenarios?.names ?? [];
    expect(names.length).toBeGreaterThan(0);
    for (const name of names)
      expect(sampleScenarioResults().scenarios?.map((one) => one.name)).toContain(name);
    expect(narrowed[1]?.scenarios?.people).toEqual([]);
  });

  it('goes on when the config file is wrong for a while, but not when it was from the start', async () => {
    let rounds = 0;
    const wrong = new UsageError('There is no key "isuer".');
    const once: RunOnce = async () => {
      rounds += 1;
      if (rounds === 2) throw wrong;
      return { exitCode: 0, results: [], sights: [] };
    };
    const { io: terminal, text } = io(keyboard('r', 'r', 'q'));
    expect(await watchRun(once, terminal)).toBe(0);
    expect(rounds).toBe(3);
    expect(text()).toContain('There is no key "isuer".');
    await expect(watchRun(() => Promise.reject(wrong), io(keyboard('q')).io)).rejects.toBe(wrong);
  });

  it('is refused where nothing would end it', async () => {
    const once: RunOnce = async () => ({ exitCode: 0, results: [], sights: [] });
    await expect(watchRun(once, io(keyboard(), { CI: 'true' }).io)).rejects.toThrow('--watch never ends');
  });
});
