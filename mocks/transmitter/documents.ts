import { POLL, PUSH } from '../vocabulary/delivery-methods.ts';
import type { Core } from './core.ts';
import type { Endpoint } from './operation.ts';
import { json } from './reply.ts';

/** Transmitter configuration metadata (SSF 7.1). */
export function metadataDocument(core: Core): Record<string, unknown> {
  const { endpoints, issuer, options } = core;
  const critical = options.criticalSubjectMembers ?? [];
  return {
    spec_version: '1_0',
    issuer,
    jwks_uri: endpoints.jwks,
    delivery_methods_supported: [PUSH, POLL],
    configuration_endpoint: endpoints.configuration,
    status_endpoint: endpoints.status,
    add_subject_endpoint: endpoints.addSubject,
    remove_subject_endpoint: endpoints.removeSubject,
    verification_endpoint: endpoints.verification,
    // SSF 7.2.3: a member without elements is left out.
    ...(critical.length > 0 ? { critical_subject_members: critical } : {}),
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
    default_subjects: options.defaultSubjects ?? 'ALL',
  };
}

/** The two documents that everybody may read. */
export function documentEndpoints(core: Core): Endpoint[] {
  return [
    {
      method: 'GET',
      path: new URL(core.endpoints.metadata).pathname,
      operation: 'metadata',
      scopes: null,
      answer: () => {
        const document = metadataDocument(core);
        return json(200, core.seams.metadata?.(document) ?? document);
      },
    },
    {
      method: 'GET',
      path: new URL(core.endpoints.jwks).pathname,
      operation: 'jwks',
      scopes: null,
      answer: async () => {
        const document = await core.keys.jwks();
        return json(200, core.seams.jwks?.(document) ?? document);
      },
    },
  ];
}
