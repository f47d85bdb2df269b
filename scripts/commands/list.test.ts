import { describe, expect, it } from 'vitest';
import { receiverChecks } from '../../suites/receiver/index.ts';
import { scenarios } from '../../suites/scenarios/index.ts';
import { transmitterChecks } from '../../suites/transmitter/index.ts';
import { capture } from '../testing/capture.ts';
import type { ListedCheck } from './list.ts';

async function listedChecks(...argv: string[]): Promise<ListedCheck[]> {
  const { exitCode, stdout } = await capture(['list', '--json', ...argv]);
  expect(exitCode).toBe(0);
  return JSON.parse(stdout) as ListedCheck[];
}

describe('list', () => {
  it('gives every check with its level, requirements, delivery and hooks as JSON', async () => {
    const checks = await listedChecks();
    const all = [...transmitterChecks, ...receiverChecks];
    expect(checks.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    for (const check of checks) {
      expect(check.id.split('/')[0]).toBe(check.family);
      expect(check.level).toMatch(/^[A-Z ]+$/);
      expect(check.requirements.length).toBeGreaterThan(0);
      expect(check.delivery.every((method) => ['push', 'poll'].includes(method))).toBe(true);
    }
  });

  it('leaves out the checks of the other role', async () => {
    const ids = async (role: string): Promise<string[]> =>
      (await listedChecks('--role', role)).map(({ id, role: judged }) => `${judged} ${id}`);
    expect(await ids('transmitter')).toEqual(transmitterChecks.map(({ id }) => `transmitter ${id}`));
    expect(await ids('receiver')).toEqual(receiverChecks.map(({ id }) => `receiver ${id}`));
  });

  it('leaves out the checks that a profile does not select', async () => {
    const plain = await listedChecks('--profile', 'ssf');
    const interop = new Set((await listedChecks('--profile', 'caep-interop')).map(({ id }) => id));
    expect(plain.every(({ id }) => interop.has(id))).toBe(true);
    expect(
      plain.every(({ requirements }) => requirements.some((id) => !id.startsWith('CAEP-INTEROP-'))),
    ).toBe(true);
  });

  it('prints a table for people', async () => {
    const { stdout } = await capture(['list']);
    for (const { id, title } of [...transmitterChecks, ...receiverChecks]) {
      expect(stdout).toContain(id);
      expect(stdout).toContain(title);
    }
    expect(stdout).toContain(
      `${transmitterChecks.length} checks of a Transmitter, ${receiverChecks.length} checks of a Receiver\n`,
    );
  });

  it('lists the scenarios, with who plays in them', async () => {
    const { exitCode, stdout } = await capture(['list', '--scenarios']);
    expect(exitCode).toBe(0);
    for (const { name, story } of scenarios) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(story);
    }
    const json: unknown = JSON.parse((await capture(['list', '--scenarios', '--json'])).stdout);
    expect(json).toMatchObject(scenarios.map(({ name, cast }) => ({ name, receiver: cast.receiver })));
    expect((await capture(['list', '--scenarios', '--role', 'receiver'])).exitCode).toBe(2);
  });
});
