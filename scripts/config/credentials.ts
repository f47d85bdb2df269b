import type { Credentials as RunCredentials } from '../../suites/harness/run-options.ts';
import { UsageError } from '../usage-error.ts';
import type { AuthConfig } from './define-config.ts';
import { targetUrl } from './urls.ts';

/** How the user calls the members: `auth` in messages about the Receiver, `secondReceiver` about the other one. */
export interface CredentialNames {
  path: string;
  flags: string;
}

/**
 * The credentials of one Receiver, in the one form that they have.
 * @throws UsageError when both forms are mixed, or one is not whole
 */
export function resolveCredentials(auth: AuthConfig, names: CredentialNames): RunCredentials | undefined {
  const { accessToken, clientId, clientSecret, tokenEndpoint, scope, readOnlyAccessToken } = auth;
  const at = (member: string): string => `${names.path}.${member}`;
  for (const [member, token] of Object.entries({ accessToken, readOnlyAccessToken }))
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
      throw new UsageError(`${at(member)} holds characters that cannot stand in an Authorization header.`, {
        hint: 'A line break or blank that came along when it was copied, or "Bearer " in front of it.',
      });
  const readOnly = readOnlyAccessToken === undefined ? {} : { readOnlyAccessToken };
  if (accessToken !== undefined) {
    const other = Object.entries({ clientId, clientSecret, tokenEndpoint, scope }).find(
      ([, v]) => v !== undefined,
    );
    if (other)
      throw new UsageError(
        `${at('accessToken')} and ${at(other[0])} are given; use a token or client credentials.`,
      );
    return { accessToken, ...readOnly };
  }
  if (clientId === undefined && clientSecret === undefined) {
    const lone = Object.entries({ tokenEndpoint, scope, readOnlyAccessToken }).find(
      ([, v]) => v !== undefined,
    );
    if (!lone) return undefined;
    throw new UsageError(`${at(lone[0])} is given without credentials.`, { hint: `Add ${names.flags}.` });
  }
  if (clientId === undefined)
    throw new UsageError(`${at('clientSecret')} is given without ${at('clientId')}.`);
  if (clientSecret === undefined && auth.clientCertificate === undefined)
    throw new UsageError(`${at('clientId')} is given without ${at('clientSecret')}.`, {
      hint: `A client that shows itself by a certificate (RFC 8705) has ${at('clientCertificate')} in its place.`,
    });
  if (tokenEndpoint !== undefined) targetUrl(tokenEndpoint, at('tokenEndpoint'));
  return {
    clientId,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
    ...(scope === undefined ? {} : { scope }),
    ...readOnly,
  };
}
