import { describe, expect, it } from 'vitest';
import { receiverHooks, transmitterHooks } from './hooks-of.ts';

describe('the hooks of TLS', () => {
  const of = (lent: Parameters<typeof transmitterHooks>[0]): string[] =>
    transmitterHooks(lent).filter((hook) => hook.startsWith('push-'));

  it('are there with a CA of ours, some of them with one certificate', () => {
    expect(of({})).toEqual([]);
    expect(of({ pushAuthority: {} })).toEqual(['push-tls', 'push-authority']);
    expect(of({ pushAuthority: { isFixed: true } })).toEqual(['push-tls']);
    const target = { pushUrl: 'https://rx.example' };
    expect(receiverHooks({ target, authority: {} })).toEqual(['issuer-tls', 'trusted-authority']);
    expect(receiverHooks({ target, authority: { isFixed: true } })).toEqual(['issuer-tls']);
  });

  it('are not there behind a tunnel, which leads to one port', () => {
    const listen = { port: 8443 };
    expect(of({ pushAuthority: {}, listen, publicUrl: 'https://tunnel.example' })).toEqual([]);
    expect(of({ pushAuthority: {}, listen, publicUrl: 'https://build.example:8443' })).toHaveLength(2);
  });

  it('know a client that shows its certificate from one with a secret', () => {
    const hooks = (auth: { clientId: string; clientSecret?: string }): string[] =>
      transmitterHooks({ auth }).filter((hook) => hook.startsWith('client-'));
    expect(hooks({ clientId: 'a', clientSecret: 'b' })).toEqual(['client-credentials', 'client-secret']);
    expect(hooks({ clientId: 'a' })).toEqual(['client-credentials']);
  });
});
