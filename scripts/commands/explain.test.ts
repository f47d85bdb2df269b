import { describe, expect, it } from 'vitest';
import { selectFor } from '../../suites/harness/selection.ts';
import { receiverChecks } from '../../suites/receiver/index.ts';
import { expectations } from '../../suites/scenarios/expectations/index.ts';
import { scenarios } from '../../suites/scenarios/index.ts';
import { requirement, requirements } from '../../suites/standard/requirements.ts';
import { transmitterChecks } from '../../suites/transmitter/index.ts';
import { capture } from '../testing/capture.ts';

describe('explain', () => {
  it('tells of every check what it does, which rules it decides, what it needs and how to run it alone', async () => {
    for (const check of [...transmitterChecks, ...receiverChecks]) {
      const { exitCode, stdout } = await capture(['explain', check.id]);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(check.title);
      expect(stdout).toContain(check.what);
      for (const id of check.requirements) expect(stdout).toContain(requirement(id).summary);
      for (const hook of check.hooks ?? []) expect(stdout).toContain(`${hook}: `);
      expect(stdout).toContain(`ssf-conformance run --only ${check.id}`);
    }
  });

  it('says whom it judges, and what a hook means for that role', async () => {
    const check = receiverChecks.find(({ hooks }) => hooks?.includes('client-credentials'));
    const { stdout } = await capture(['explain', check?.id ?? '']);
    expect(stdout).toContain('a Receiver\n');
    expect(stdout).toContain('--receiver-client-id');
    expect(stdout).toContain('Faults of the reference Receiver that prove it');
  });

  it('takes the key of one instance as the reports print it', async () => {
    const [first] = transmitterChecks;
    const { exitCode, stdout } = await capture(['explain', `${first?.id}@push`]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(first?.title);
  });

  it('lists the checks of a family when only that is named', async () => {
    const family = transmitterChecks[0]?.id.split('/')[0] ?? '';
    const { exitCode, stderr } = await capture(['explain', family]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(transmitterChecks[0]?.id);
  });

  it('tells of every scenario its story, its steps, what is judged and how to play it alone', async () => {
    for (const { name, story } of scenarios) {
      const { exitCode, stdout } = await capture(['explain', name]);
      expect(exitCode).toBe(0);
      for (const text of [story, 'the Receiver ', `${name}/arrives`, `run --scenario ${name}`])
        expect(stdout).toContain(text);
    }
    const { stdout } = await capture(['explain', 'storm']);
    expect(stdout).toContain('and 588 more');
    expect((await capture(['explain', 'strom'])).stderr).toContain('Did you mean "storm"?');
  });

  it('tells of everything that is judged in a scenario what it does, which rules it decides and what proves it', async () => {
    for (const scenario of scenarios) {
      for (const { name, title, what } of expectations.filter((one) => one.concerns(scenario))) {
        const { exitCode, stdout } = await capture(['explain', `${scenario.name}/${name}@push`]);
        expect(exitCode).toBe(0);
        for (const text of [title, what, `run --scenario ${scenario.name}`]) expect(stdout).toContain(text);
        expect(stdout).not.toContain(scenario.story);
      }
    }
    const { stdout } = await capture(['explain', 'impossible-travel/acts']);
    expect(stdout).toContain('receiver-');
    const set = await capture(['explain', 'impossible-travel/set']);
    expect(set.stdout).toContain('a breach makes the target non-conformant');
  });

  it('offers the nearest of what is judged in a scenario', async () => {
    const { exitCode, stdout, stderr } = await capture(['explain', 'impossible-travel/act']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Did you mean "impossible-travel/acts"');
    const far = await capture(['explain', 'impossible-travel/']);
    expect(far.exitCode).toBe(2);
    expect(far.stderr).toContain('There are: ');
  });

  it('tells of every rule what it says, who selects it and what decides it', async () => {
    const decided = new Map<string, string[]>();
    for (const { id, requirements: rules } of [...transmitterChecks, ...receiverChecks])
      for (const rule of rules) decided.set(rule, [...(decided.get(rule) ?? []), id]);
    // One in twenty, of all documents: each takes a look through all scenarios.
    for (const { id, summary } of requirements.filter((_, index) => index % 20 === 0)) {
      const { exitCode, stdout } = await capture(['explain', id.toLowerCase()]);
      expect(exitCode).toBe(0);
      for (const text of [
        `· ${id}\n`,
        summary,
        'Selected by\n',
        'Checks that decide it\n',
        ...(decided.get(id) ?? []),
      ])
        expect(stdout).toContain(text);
    }
    const [seen, unseen, told] = await Promise.all(
      ['SSF-7.1-03', 'RFC8935-6-01', 'CAEP-3.1-01'].map((id) => capture(['explain', id])),
    );
    expect(seen?.stdout).toContain('ssf, of a Transmitter\n  caep-interop, of a Transmitter\n');
    expect(unseen?.stdout).toContain('no profile: a breach is at most noted');
    expect(unseen?.stdout).toContain('none: It is a matter of policy');
    expect(told?.stdout).toContain('hijacked-session/set, of a Transmitter\n');
    const close = await capture(['explain', 'SSF-7.1-3']);
    expect(close.exitCode).toBe(2);
    expect(close.stderr).toContain('Did you mean "SSF-7.1-03"');
  });

  it('tells of a profile how many rules of which documents it has', async () => {
    const { exitCode, stdout } = await capture(['explain', 'caep-interop']);
    const { selected } = selectFor('caep-interop', 'receiver');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Rules of a Receiver (${selected.length}; `);
    expect(stdout).toContain(
      `  CAEP-INTEROP: ${selected.filter(({ spec }) => spec === 'CAEP-INTEROP').length}\n`,
    );
    expect(stdout).toContain('run --profile caep-interop\n');
  });
});
