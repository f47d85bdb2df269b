import { describe, expect, it } from 'vitest';
import { asCalled, COMMANDS, callOf } from './as-called.ts';
import { capture } from './testing/capture.ts';

const CLONE = { npm_lifecycle_event: 'conformance', npm_package_name: 'ssf-conformance' };
const NPX = { npm_lifecycle_event: 'npx', npm_package_name: 'of-a-user' };
/** A script of a user's own that is called like ours. */
const SCRIPT = { npm_lifecycle_event: 'conformance', npm_package_name: 'of-a-user' };

describe('asCalled', () => {
  it('calls the program as it was called', () => {
    expect([{}, CLONE, NPX, SCRIPT].map(callOf)).toEqual([
      'ssf-conformance',
      'npm run conformance --',
      'npx ssf-conformance',
      'npx ssf-conformance',
    ]);
  });

  it('replaces command lines, and the name in nothing else', () => {
    expect(asCalled('All checks: ssf-conformance list', CLONE)).toBe(
      'All checks: npm run conformance -- list',
    );
    expect(asCalled('  $ ssf-conformance\n  $ ssf-conformance --issuer X', CLONE)).toBe(
      '  $ npm run conformance\n  $ npm run conformance -- --issuer X',
    );
    expect(asCalled('ssf-conformance completions bash > file', CLONE)).toBe(
      'npm -s run conformance -- completions bash > file',
    );
    for (const text of [
      'ssf-conformance failed; this is its own fault',
      'a folder of ssf-conformance runs',
      'ssf-conformance.config.ts',
      './ssf-conformance run',
    ])
      expect(asCalled(text, NPX)).toBe(text);
  });

  it('knows every command', async () => {
    const { stdout } = await capture(['--help']);
    const shown = [...stdout.matchAll(/^ {2}([a-z-]+) (?:\[|<| {2})/gm)].map(([, name = '']) => name);
    expect([...COMMANDS, 'help'].toSorted()).toEqual([...new Set(shown)].toSorted());
  });

  it('stands behind help and what is said about wrong usage', async () => {
    const help = await capture(['list', '--help'], { env: NPX });
    expect(help.stdout).toContain('Usage: npx ssf-conformance list');
    expect(help.stdout).toContain('$ npx ssf-conformance list --role receiver');
    const wrong = await capture(['run', '--only', 'no/such-check'], { env: CLONE });
    expect(wrong.stderr).toContain('All checks: npm run conformance -- list');
  });
});
