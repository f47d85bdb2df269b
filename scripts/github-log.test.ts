import { describe, expect, test } from 'vitest';
import { hostileText, sampleResults } from '../reports/sample.ts';
import { withGithubLog } from './github-log.ts';

/** Standard output, and what the runner of GitHub Actions takes for commands in it, as it is documented. */
function output(): { text: () => string; commands: () => string[]; write: (text: string) => void } {
  let text = '';
  return {
    text: () => text,
    write: (more) => {
      text += more;
    },
    commands: () => {
      let stopped: string | null = null;
      const read: string[] = [];
      for (const line of text.split('\n').map((one) => one.trim())) {
        const [, name = '', value = ''] = /^::([\w-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? [];
        if (stopped !== null) stopped = name === stopped ? null : stopped;
        else if (name === 'stop-commands') stopped = value;
        else if (name !== '') read.push(name);
      }
      return read;
    },
  };
}

const github = { GITHUB_ACTIONS: 'true' };
const attack = `::add-mask::e\n  ::set-output name=verdict::conformant\n##[error]x\n${hostileText}`;

describe('the log of GitHub Actions', () => {
  test('takes nothing that a target sends for a command, and shows what failed afterwards', async () => {
    const stdout = output();
    const code = await withGithubLog({ env: github, stdout }, async (log) => {
      stdout.write(attack);
      log.runs.push(sampleResults());
      return 1;
    });
    expect(code).toBe(1);
    expect(stdout.text()).toContain(attack);
    expect(new Set(stdout.commands())).toEqual(new Set(['error', 'warning']));
  });

  test('takes commands again when what it was about ended in an error', async () => {
    const stdout = output();
    const failing = withGithubLog({ env: github, stdout }, async () => {
      stdout.write(attack);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    stdout.write('::notice::after\n');
    expect(stdout.commands()).toEqual(['notice']);
  });

  test('is known to nobody who could end what stops commands', async () => {
    const tokens = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const stdout = output();
      await withGithubLog({ env: github, stdout }, () => Promise.resolve());
      tokens.add(/^::stop-commands::(\S+)/.exec(stdout.text())?.[1] ?? '');
    }
    expect(tokens.size).toBe(3);
  });

  test('says why a run did not start, on one line whatever a target answered', async () => {
    const stdout = output();
    await withGithubLog({ env: github, stdout }, async (log) => {
      log.refusals.push({ sentence: `The target answers 500: ${attack}`, hint: 'Look at its log.' });
    });
    const lines = stdout.text().trim().split('\n').slice(3);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^::error title=The run did not start::The target answers 500: .*%0ALook at its log\.$/,
    );
  });

  test('goes to standard error where standard output is one document', async () => {
    const [stdout, stderr] = [output(), output()];
    await withGithubLog(
      { env: github, stdout },
      async (log) => {
        stdout.write('{}');
        log.runs.push(sampleResults());
      },
      stderr,
    );
    expect(stdout.text()).toBe('{}');
    expect(stderr.commands()).toContain('error');
  });

  test.each([{}, { GITHUB_ACTIONS: '' }, { GITHUB_ACTIONS: 'false' }])(
    'is left alone elsewhere: %j',
    async (env) => {
      const stdout = output();
      await withGithubLog({ env, stdout }, async (log) => {
        log.runs.push(sampleResults());
      });
      expect(stdout.text()).toBe('');
    },
  );
});
