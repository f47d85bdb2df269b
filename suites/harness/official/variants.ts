import type { RecordedExchange, Results } from '../../../reports/results.ts';
import {
  isCaepPlan,
  OFFICIAL_PLANS,
  type OfficialPlan,
  type Variant,
} from '../../standard/official/suite.ts';
import { wellKnownUrl } from '../../support/well-known.ts';
import { headerOf } from './evidence.ts';

/** One plan of the official suite with its parameters. */
export interface Chosen {
  plan: OfficialPlan;
  variant: Variant;
}

/** What a user asks for in place of what fits. */
export interface Wish {
  plan?: OfficialPlan;
  parameters?: Partial<Variant>;
}

/**
 * The plans and variants to predict: those that fit what was run (role, profile, delivery methods, and how the target was
 * reached), but for what is wished. A run of the CAEP profile fits the CAEP plan; the plain plan has the same modules
 * then, but for one.
 */
export function chooseVariants(results: Results, { plan, parameters = {} }: Wish = {}): Chosen[] {
  const profile =
    parameters.ssf_profile ??
    plan?.profile ??
    ((results.own?.profile?.base ?? results.profile) === 'caep-interop' ? 'caep_interop' : 'default');
  const [fitting] = OFFICIAL_PLANS.filter(
    (one) => one.role === results.target.role && isCaepPlan(one) === (profile === 'caep_interop'),
  );
  const chosen = plan ?? fitting;
  if (chosen === undefined) return [];
  const tested = results.delivery.length > 0 ? results.delivery : (['push'] as const);
  const deliveries = parameters.ssf_delivery_mode === undefined ? tested : [parameters.ssf_delivery_mode];
  return deliveries.map((delivery) => ({
    plan: chosen,
    variant: {
      ssf_delivery_mode: delivery,
      ssf_profile: chosen.profile ?? profile,
      ...authorization(results, parameters),
      ...(chosen.role === 'transmitter'
        ? { ssf_server_metadata: parameters.ssf_server_metadata ?? metadataMode(results) }
        : {}),
    },
  }));
}

function authorization(
  { exchanges, target }: Results,
  wished: Partial<Variant>,
): Omit<Variant, 'ssf_delivery_mode' | 'ssf_profile'> {
  const isTransmitter = target.role === 'transmitter';
  const direction = isTransmitter ? 'to-target' : 'from-target';
  const request = exchanges.find((exchange) => isTokenRequest(exchange, direction));
  const mode = wished.ssf_auth_mode ?? (request === undefined ? 'static' : 'dynamic');
  if (mode === 'static') return { ssf_auth_mode: mode };
  return {
    ssf_auth_mode: mode,
    ...(isTransmitter
      ? {
          server_metadata: wished.server_metadata ?? serverMode(exchanges),
          client_registration: wished.client_registration ?? 'static_client',
        }
      : {}),
    client_auth_type: wished.client_auth_type ?? clientAuthentication(request),
  };
}

function clientAuthentication(
  exchange: RecordedExchange | undefined,
): NonNullable<Variant['client_auth_type']> {
  if (exchange === undefined) return 'client_secret_basic';
  const { headers, body } = exchange.request;
  if (headerOf(headers, 'authorization')?.startsWith('Basic ') === true) return 'client_secret_basic';
  return new URLSearchParams(body?.text ?? '').has('client_assertion')
    ? 'private_key_jwt'
    : 'client_secret_post';
}

function isTokenRequest(
  { direction, request }: RecordedExchange,
  wanted: RecordedExchange['direction'],
): boolean {
  return (
    direction === wanted &&
    request.method === 'POST' &&
    request.body?.text?.includes('grant_type=client_credentials') === true
  );
}

function serverMode(exchanges: readonly RecordedExchange[]): 'static' | 'discovery' {
  const found = exchanges.some(
    ({ check, request }) => check === null && request.url.includes('/.well-known/oauth-authorization-server'),
  );
  return found ? 'discovery' : 'static';
}

/** Whether the metadata stands where the issuer puts it (SSF 7.2). */
function metadataMode({ target }: Results): 'static' | 'discovery' {
  const { issuer, metadataUrl } = target;
  const isThere = URL.canParse(issuer) && metadataUrl === wellKnownUrl(issuer, 'ssf-configuration');
  return isThere ? 'discovery' : 'static';
}

/** Whether a variant can be chosen, but ends every module with an error of the official suite; why. */
export function crashingVariant({ plan, variant }: Chosen): string | null {
  if (variant.ssf_auth_mode !== 'dynamic') return null;
  if (variant.client_registration === 'dynamic_client')
    return 'client_registration=dynamic_client can be chosen, but is not implemented.';
  const type = variant.client_auth_type;
  if (plan.role === 'transmitter' && (type === 'client_secret_jwt' || type === 'mtls'))
    return `client_auth_type=${type} can be chosen, but is not implemented.`;
  return plan.role === 'receiver' && (type === 'mtls' || type === 'none')
    ? `client_auth_type=${type} can be chosen, but cannot be used.`
    : null;
}
