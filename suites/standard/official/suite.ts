/** What was read of the official suite, and when. Nothing of it was run: every statement follows from reading. */
export const OFFICIAL_SUITE = {
  name: 'OpenID Foundation conformance suite',
  repository: 'openid-certification/conformance-suite',
  version: '5.2.4',
  commit: '12f2a4dac6462f8a4e95968bc7e478e02881e1a7',
  /** Day of the commit. */
  date: '2026-08-20',
} as const;

/** In words, for whoever is shown a prediction. */
export const CAVEAT =
  `A prediction, from reading the official suite (${OFFICIAL_SUITE.version}, commit ${OFFICIAL_SUITE.commit.slice(0, 7)}, ` +
  `${OFFICIAL_SUITE.date}). Nothing of it was run; a later version may differ.`;

export type OfficialProfile = 'default' | 'caep_interop';

/** The parameters that choose what the official suite does, by its own names. */
export interface Variant {
  ssf_delivery_mode: 'push' | 'poll';
  ssf_profile: OfficialProfile;
  ssf_auth_mode: 'static' | 'dynamic';
  /** Transmitters only. */
  ssf_server_metadata?: 'static' | 'discovery';
  /** How the authorization server is found; Transmitters with dynamic authorization only. */
  server_metadata?: 'static' | 'discovery';
  /** Transmitters with dynamic authorization only. */
  client_registration?: 'static_client' | 'dynamic_client';
  /** Dynamic authorization only. */
  client_auth_type?:
    | 'none'
    | 'client_secret_basic'
    | 'client_secret_post'
    | 'client_secret_jwt'
    | 'private_key_jwt'
    | 'mtls';
}

/** Which values each parameter takes. */
export const VARIANT_VALUES: Readonly<Record<keyof Variant, readonly string[]>> = {
  ssf_delivery_mode: ['push', 'poll'],
  ssf_profile: ['default', 'caep_interop'],
  ssf_auth_mode: ['static', 'dynamic'],
  ssf_server_metadata: ['static', 'discovery'],
  server_metadata: ['static', 'discovery'],
  client_registration: ['static_client', 'dynamic_client'],
  client_auth_type: [
    'none',
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
    'mtls',
  ],
};

export interface OfficialPlan {
  name: string;
  role: 'transmitter' | 'receiver';
  /** The profile that it is fixed to; absent: a parameter chooses. */
  profile?: OfficialProfile;
  /** What a certificate for it is called; null: there is none. */
  certification: string | null;
}

export const OFFICIAL_PLANS: readonly OfficialPlan[] = [
  { name: 'openid-ssf-transmitter-test-plan', role: 'transmitter', certification: null },
  {
    name: 'openid-ssf-transmitter-caep-test-plan',
    role: 'transmitter',
    profile: 'caep_interop',
    certification: 'OpenID SSF Transmitter 1.0 Final+CAEP-Interop-1.0-ID2',
  },
  {
    name: 'openid-ssf-receiver-test-plan',
    role: 'receiver',
    certification: 'OpenID SSF Receiver 1.0 Final',
  },
  {
    name: 'openid-ssf-receiver-caep-test-plan',
    role: 'receiver',
    profile: 'caep_interop',
    certification: 'OpenID SSF Receiver 1.0 Final+CAEP-Interop-1.0-ID2',
  },
];

/** Whether a plan is the CAEP one of its role. */
export function isCaepPlan(plan: OfficialPlan): boolean {
  return plan.profile === 'caep_interop';
}
