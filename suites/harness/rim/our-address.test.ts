import { describe, expect, it } from 'vitest';
import { addressesOfCa, certifiedNames, publicHostOf, reachesFurtherPorts } from './our-address.ts';

describe('our address', () => {
  it.each([
    [{}, '127.0.0.1', ['localhost'], ['127.0.0.1']],
    [{ host: '0.0.0.0' }, '127.0.0.1', ['localhost'], ['127.0.0.1', '0.0.0.0']],
    [{ host: '::1' }, '[::1]', ['localhost'], ['127.0.0.1', '::1']],
    [{ host: 'build.example' }, 'build.example', ['localhost', 'build.example'], ['127.0.0.1']],
    [
      { host: '0.0.0.0', publicUrl: 'https://host.docker.internal:8443/base' },
      'host.docker.internal',
      ['localhost', 'host.docker.internal'],
      ['127.0.0.1', '0.0.0.0'],
    ],
    [{ publicUrl: 'https://[fd00::1]:8443' }, '[fd00::1]', ['localhost'], ['127.0.0.1', 'fd00::1']],
  ])('of %j is certified under every name that the target may use', (address, host, names, ips) => {
    expect(publicHostOf(address)).toBe(host);
    expect(certifiedNames(address)).toEqual({ names, ips });
  });

  it('has further ports in reach, unless a tunnel or proxy stands before it', () => {
    expect(reachesFurtherPorts({})).toBe(true);
    expect(reachesFurtherPorts({ port: 8443, publicUrl: 'https://host.docker.internal:8443' })).toBe(true);
    expect(reachesFurtherPorts({ port: 443, publicUrl: 'https://build.example' })).toBe(true);
    expect(reachesFurtherPorts({ port: 8443, publicUrl: 'https://tunnel.example' })).toBe(false);
    expect(reachesFurtherPorts({ publicUrl: 'https://tunnel.example:8443' })).toBe(false);
  });

  it('tells of a CA only where there is one that a target can be told of', () => {
    expect(addressesOfCa(undefined)).toEqual([]);
    expect(addressesOfCa({})).toEqual([]);
    expect(addressesOfCa({ caFile: '/state/ca.pem', about: 'made now' })).toEqual([
      { name: 'our CA', url: '/state/ca.pem (made now)' },
      { name: 'to trust it', url: expect.stringContaining('NODE_EXTRA_CA_CERTS=/state/ca.pem') as unknown },
    ]);
  });
});
