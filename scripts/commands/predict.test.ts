import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordedExchange, Results } from '../../reports/results.ts';
import { hostileResults, sampleResults } from '../../reports/sample.ts';
import { sampleScenarioResults } from '../../reports/sample-scenarios.ts';
import { visible } from '../../reports/text/visible.ts';
import type { PredictionDocument } from '../../suites/harness/official/predict-all.ts';
import { capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';

const ISSUER = 'https://tx.example.com';
const METADATA = {
  issuer: ISSUER,
  spec_version: '1_0',
  jwks_uri: `${ISSUER}/jwks`,
  delivery_methods_supported: ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'],
  configuration_endpoint: `${ISSUER}/streams`,
  status_endpoint: `${ISSUER}/status`,
  verification_endpoint: `${ISSUER}/verify`,
  authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
};

/** Results of a run that saw nothing but this metadata. */
function resultsWith(metadata: object, more: Partial<Results> = {}): Results {
  const sample = sampleResults();
  const url = `${ISSUER}/.well-known/ssf-configuration`;
  const text = JSON.stringify(metadata);
  const exchange: RecordedExchange = {
    id: 1,
    direction: 'to-target',
    check: null,
    atMs: 0,
    durationMs: 1,
    request: { method: 'GET', url, headers: [], body: null },
    response: {
      status: 200,
      headers: [['content-type', 'application/json']],
      body: { text, bytes: text.length, truncated: false },
    },
  };
  return {
    ...sample,
    target: { role: 'transmitter', issuer: ISSUER, metadataUrl: url, builtIn: false },
    delivery: ['push'],
    checks: [],
    sets: [],
    exchanges: [exchange],
    ...more,
  };
}

describe('predict', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const predict = async (results: Results, ...args: string[]) => {
    await writeFile(path.join(folder, 'results.json'), JSON.stringify(results));
    return capture(['predict', 'results.json', ...args], { cwd: folder });
  };
  const foretold = async (results: Results, ...args: string[]): Promise<PredictionDocument> =>
    JSON.parse((await predict(results, '--json', ...args)).stdout) as PredictionDocument;
  const moduleT1 = ({ predictions }: PredictionDocument) =>
    predictions[0]?.modules.find(({ id }) => id === 'T1');
  const broken = (document: PredictionDocument) =>
    (moduleT1(document)?.conditions ?? [])
      .filter(({ state }) => state === 'fails' || state === 'crashes')
      .map(({ name }) => name);

  it('says what was read, when, and that nothing of it was run', async () => {
    const { stdout: wrapped, exitCode } = await predict(resultsWith(METADATA));
    expect(exitCode).toBe(0);
    const stdout = wrapped.replaceAll(/\s+/g, ' ');
    expect(stdout).toContain('2026-08-20');
    expect(stdout).toContain('12f2a4d');
    expect(stdout).toContain('Nothing of it was run');
  });

  it('passes no module whose conditions were not seen', async () => {
    const { predictions } = await foretold(resultsWith(METADATA));
    expect(predictions).toHaveLength(1);
    const modules = predictions[0]?.modules ?? [];
    const complete = modules.filter((module) => module.complete).map(({ outcome }) => outcome);
    expect(new Set(complete)).toEqual(new Set(['skipped']));
    const others = modules.filter(({ id, outcome }) => id !== 'T1' && outcome !== 'skipped');
    expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['untold']));
    expect(predictions[0]?.modules.find(({ id }) => id === 'T16')).toMatchObject({
      outcome: 'skipped',
      why: 'The metadata has no add_subject_endpoint and no remove_subject_endpoint.',
    });
  });

  it('says first that a target on plain http fails, and judges it as if on https when asked to', async () => {
    const plain = JSON.parse(JSON.stringify(METADATA).replaceAll('https:', 'http:')) as object;
    const url = 'http://tx.example.com/.well-known/ssf-configuration';
    const results = resultsWith(plain, {
      target: { role: 'transmitter', issuer: 'http://tx.example.com', metadataUrl: url, builtIn: false },
    });
    for (const exchange of results.exchanges) exchange.request.url = url;
    const failed = await foretold(results);
    expect(failed.remarks[0]).toContain('plain http');
    expect(broken(failed)).toEqual(['EnsureTLS12OrLater', 'OIDSSFEnsureHttpsUrlsTransmitterMetadataCheck']);
    expect(moduleT1(failed)?.outcome).toBe('failed');
    const assumed = await foretold(results, '--assume-https');
    expect(broken(assumed)).toEqual([]);
    expect(moduleT1(assumed)).toMatchObject({ outcome: 'passed', complete: false });
  });

  const caep = ['--variant', 'ssf_profile=caep_interop'];
  it.each([
    [{ spec_version: '1_0-ID1' }, 'OIDSSFSpecVersionTransmitterMetadataCheck', 'fails'],
    [{ spec_version: '1_0-ID2' }, null, null],
    // Suffixes are compared as text.
    [{ spec_version: '1_0-ID10' }, 'OIDSSFSpecVersionTransmitterMetadataCheck', 'fails'],
    [{ spec_version: '1.0' }, 'OIDSSFSpecVersionTransmitterMetadataCheck', 'fails'],
    [{ spec_version: 'final' }, 'OIDSSFSpecVersionTransmitterMetadataCheck', 'crashes'],
    [{ spec_version: '1_1' }, null, null],
    [{ issuer: `${ISSUER}/` }, null, null],
    [{ issuer: `${ISSUER}/other` }, 'OIDSSFCheckTransmitterMetadataIssuer', 'fails'],
    [{ default_subjects: 'all' }, 'OIDSSFDefaultSubjectsTransmitterMetadataCheck', 'fails'],
    [
      { authorization_schemes: [{}, { spec_urn: 'urn:ietf:rfc:6749' }] },
      'OIDSSFCaepInteropAuthorizationSchemesTransmitterMetadataCheck',
      'fails',
    ],
    [{ authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }, {}] }, null, null],
    [{ critical_subject_members: [] }, 'OIDSSFEnsureNonEmptyArrayClaimsCheck', 'fails'],
    [
      { verification_endpoint: 'http://tx.example.com/verify' },
      'OIDSSFEnsureHttpsUrlsTransmitterMetadataCheck',
      'fails',
    ],
  ])('judges %j as the official suite does', async (change, name, state) => {
    const document = await foretold(resultsWith({ ...METADATA, ...change }), ...caep);
    const found = moduleT1(document)?.conditions.filter(
      (one) => one.state === 'fails' || one.state === 'crashes',
    );
    expect(found?.map((one) => [one.name, one.state])).toEqual(name === null ? [] : [[name, state]]);
  });

  it('crashes the other modules where delivery_methods_supported is missing, and only warns in that for the metadata', async () => {
    const { delivery_methods_supported: _, ...rest } = METADATA;
    const document = await foretold(resultsWith(rest));
    expect(moduleT1(document)?.outcome).toBe('warning');
    const others = document.predictions[0]?.modules.filter(
      ({ id, outcome }) => id !== 'T1' && outcome !== 'skipped',
    );
    expect(new Set(others?.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(others?.[0]?.weak).toContain('W-7');
  });

  it('fails every module of a variant that is not implemented there', async () => {
    const { predictions } = await foretold(
      resultsWith(METADATA),
      '--variant',
      'ssf_auth_mode=dynamic',
      '--variant',
      'client_auth_type=mtls',
    );
    expect(predictions[0]?.modules.every(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it('takes what is wished in place of what fits', async () => {
    const { predictions } = await foretold(
      resultsWith(METADATA),
      '--plan',
      'openid-ssf-transmitter-caep-test-plan',
      '--variant',
      'ssf_delivery_mode=poll',
    );
    expect(
      predictions.map(({ plan, variant, modules }) => [plan, variant.ssf_delivery_mode, modules.length]),
    ).toEqual([['openid-ssf-transmitter-caep-test-plan', 'poll', 13]]);
  });

  it('says of results of a hosted Receiver that every module waits', async () => {
    const target = {
      role: 'receiver',
      issuer: ISSUER,
      metadataUrl: ISSUER,
      builtIn: false,
      form: 'hosted',
    } as const;
    const { predictions, remarks } = await foretold(resultsWith({}, { target }));
    expect(remarks[0]).toContain('create their stream themselves');
    expect(predictions[0]?.modules.map(({ outcome }) => outcome)).toEqual(Array(6).fill('untold'));
  });

  it('shows text of a hostile target as text', async () => {
    const { stdout } = await predict(hostileResults());
    expect(visible(stdout)).toBe(stdout);
  });

  it.each([
    [['--plan', 'openid-ssf-transmiter-test-plan'], 'Did you mean "openid-ssf-transmitter-test-plan"?'],
    [['--plan', 'openid-ssf-receiver-test-plan'], 'is for a receiver'],
    [['--variant', 'ssf_delivery=push'], 'Did you mean "ssf_delivery_mode"?'],
    [['--variant', 'ssf_delivery_mode=pull'], 'Did you mean'],
    [['--variant', 'ssf_delivery_mode'], 'NAME=VALUE'],
    [
      ['--plan', 'openid-ssf-transmitter-caep-test-plan', '--variant', 'ssf_profile=default'],
      'is fixed to ssf_profile=caep_interop',
    ],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await predict(resultsWith(METADATA), ...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it('refuses results of scenarios, and files that hold none', async () => {
    const { exitCode, stderr } = await predict(sampleScenarioResults());
    expect([exitCode, stderr.includes('scenarios')]).toEqual([2, true]);
    await writeFile(path.join(folder, 'other.json'), '{}');
    expect((await capture(['predict', 'other.json'], { cwd: folder })).exitCode).toBe(2);
  });
});
