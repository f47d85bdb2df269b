/** What `import … from 'ssf-conformance'` gives: the types of a config file, and of the results. */

export type { Results } from '../reports/results.ts';
export type { TriggerOutcome, TriggerRequest, TriggerStory } from '../suites/harness/exchange.ts';
export type { Effect, StartOutcome, StartRequest } from '../suites/harness/receiver/exchange.ts';
export {
  type AuthConfig,
  type ConformanceConfig,
  type Credentials,
  type Duration,
  defineConfig,
  type EffectsConfig,
  type EffectsFunction,
  type HarnessConfig,
  type HookCommand,
  type HookRequest,
  type PersonConfig,
  type ReceiverAuthConfig,
  type ReceiverConfig,
  type ScenariosConfig,
  type StartConfig,
  type StartFunction,
  type StopConfig,
  type StopFunction,
  type TransmitterConfig,
  type TriggerCommand,
  type TriggerConfig,
  type TriggerFunction,
  type TriggerHttpRequest,
} from './config/define-config.ts';
