import { describe, expect, it } from 'vitest';
import { parseListen, requireReachableInbox, resolveHarness } from './listen.ts';

describe('parseListen', () => {
  it('reads host and port', () => {
    expect(parseListen('127.0.0.1:8443')).toEqual({ host: '127.0.0.1', port: 8443 });
    expect(parseListen('[::1]:0')).toEqual({ host: '::1', port: 0 });
    expect(parseListen('rx.internal:1')).toEqual({ host: 'rx.internal', port: 1 });
  });

  it('refuses what is no host and port', () => {
    for (const text of ['8443', ':8443', '127.0.0.1', '127.0.0.1:99999', '::1:80', 'a b:1', 'x:'])
      expect({ text, listen: parseListen(text) }).toEqual({ text, listen: undefined });
  });
});

describe('resolveHarness', () => {
  it('asks for a public URL when we listen on every address', () => {
    expect(() => resolveHarness({ listen: '0.0.0.0:8443' })).toThrow(
      'names no address that the target could call',
    );
    expect(resolveHarness({ listen: '0.0.0.0:8443', publicUrl: 'https://rx.example' })).toEqual({
      listen: { host: '0.0.0.0', port: 8443 },
      publicUrl: 'https://rx.example',
    });
  });
});

describe('requireReachableInbox', () => {
  const remote = new URL('https://192.0.2.1');
  const local = new URL('https://localhost:8443');

  it('refuses push by a remote target to our loopback address', async () => {
    await expect(requireReachableInbox(remote, undefined, {})).rejects.toThrow('could not push');
    await expect(
      requireReachableInbox(remote, ['push'], { listen: { host: '127.0.0.1', port: 1 } }),
    ).rejects.toThrow('could not push');
  });

  it('is content with a public URL, an address that is not loopback, poll only, or a local target', async () => {
    const content = [
      requireReachableInbox(remote, undefined, { publicUrl: 'https://rx.example' }),
      requireReachableInbox(remote, undefined, { listen: { host: '192.0.2.7', port: 1 } }),
      requireReachableInbox(remote, ['poll'], {}),
      requireReachableInbox(local, ['push', 'poll'], {}),
    ];
    for (const one of content) await expect(one).resolves.toBeUndefined();
  });

  it('leaves a name that does not resolve to the preflight', async () => {
    const nowhere = new URL('https://nowhere.invalid');
    await expect(requireReachableInbox(nowhere, undefined, {})).resolves.toBeUndefined();
  });
});
