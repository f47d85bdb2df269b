import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../mocks/faults/index.ts';
import { receiverFaults } from '../mocks/faults/receiver/index.ts';
import { TIMING_LIMITS } from '../suites/scenarios/ledger/limits.ts';
import { ACTIONS } from '../suites/scenarios/scenario.ts';
import { parseDuration } from './config/duration.ts';
import { loadConfig } from './config/load.ts';
import { withCounts } from './coverage-table.ts';
import { EXIT } from './exit-codes.ts';
import { createReceiverHooks } from './receiver-hooks/create-receiver-hooks.ts';
import { capture } from './testing/capture.ts';
import { createTrigger } from './trigger/create-trigger.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
/** Flags of other programs. */
const OTHERS =
  'npm install --save-dev, npm pack --pack-destination, npm run --silent, docker run --rm --network --user, docker build --build-arg, docker ps --filter';

describe('README', () => {
  let text: string;
  let folder: string;
  beforeAll(async () => {
    text = await readFile(path.join(ROOT, 'README.md'), 'utf8');
    // Inside the project, so that its own name and its dependencies resolve as for a user who installed it.
    await mkdir(path.join(ROOT, 'dist'), { recursive: true });
    folder = await mkdtemp(path.join(ROOT, 'dist/readme-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const fenced = (language: string): string[] =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
      (match) => match[1] ?? '',
    );

  it('opens with the two commands', () => {
    expect(fenced('sh').slice(0, 2)).toEqual(['npm ci && npm run conformance\n', 'npm ci && npm test\n']);
  });

  it('shows config files that are valid', async () => {
    const env = { SECRET: 's', SECOND_SECRET: 't', SSF_TOKEN: 'u', ADMIN_TOKEN: 'v' };
    const examples = fenced('ts');
    expect(examples).toHaveLength(6);
    const hooks: string[] = [];
    for (const [index, example] of examples.entries()) {
      const file = path.join(folder, `example-${index}.ts`);
      await writeFile(file, example);
      const { config } = await loadConfig(folder, file, env);
      const { trigger } = config.transmitter ?? {};
      const made =
        trigger === undefined
          ? createReceiverHooks(config.receiver ?? {}, { env, cwd: folder, limits: {} })
          : { trigger: createTrigger(trigger, { env, cwd: folder }) };
      hooks.push(...Object.keys(made));
    }
    expect(hooks.toSorted()).toEqual(
      ['trigger', 'start', 'stop', 'effects', 'effects', 'trigger', 'trigger'].toSorted(),
    );
  });

  it('shows unit tests that are run', async () => {
    const example = path.join(ROOT, 'scripts/vitest/examples/readme.test.ts');
    expect(fenced('typescript')).toEqual([await readFile(example, 'utf8')]);
  });

  it('names only flags, faults, files and commands that exist', async () => {
    const helps = [
      ['run'],
      ['list'],
      ['mock', 'transmitter'],
      ['mock', 'receiver'],
      ['mock', 'cloudflare-one'],
      ['mock', 'okta-itp'],
      ['self-test'],
      ['report'],
      ['diff'],
      ['waive'],
      ['merge'],
      ['sign'],
      ['verify-report'],
      ['lens'],
      ['doctor'],
      ['init'],
      ['completions'],
      ['predict'],
      ['export-official-config'],
    ];
    const help = (await Promise.all(helps.map((argv) => capture([...argv, '--help']))))
      .map((one) => one.stdout)
      .join('');
    const flags = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([flag]) => flag);
    for (const flag of new Set(flags)) expect(`${help} ${OTHERS}`).toContain(flag);
    for (const [, name] of text.matchAll(/--fault ([\w.-]+)/g))
      expect([...faults, ...receiverFaults].map((fault) => fault.name)).toContain(name);
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    for (const [, anchor] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
    for (const [, file] of text.matchAll(/\]\((?!https?:|#)([^)]+)\)/g))
      expect(existsSync(path.join(ROOT, file ?? ''))).toBe(true);
    const { scripts } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as {
      scripts: object;
    };
    for (const [, script] of text.matchAll(/npm run (?:--silent )?([\w:-]*\w)/g))
      expect(Object.keys(scripts)).toContain(script);
  });

  it('counts faults, checks and rules as they are', () => {
    // npm run coverage-table writes them.
    expect(withCounts(text)).toBe(text);
  });

  it('tells the limits of measured times, their defaults and every word for an action', () => {
    for (const [name, { defaultMs }] of Object.entries(TIMING_LIMITS)) {
      const [, shown = ''] = new RegExp(`^\\| \`${name}\` \\| (\\S+) \\|`, 'm').exec(text) ?? [];
      expect({ name, ms: parseDuration(shown) }).toEqual({ name, ms: defaultMs });
    }
    for (const action of ACTIONS) expect(text).toContain(`\`${action}\``);
  });

  it('has every exit code', () => {
    for (const code of Object.values(EXIT)) expect(text).toContain(`| ${code} | `);
  });
});
