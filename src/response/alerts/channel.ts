import type { Services } from '../services.ts';

/** Where a model's incidents are talked about: its own channel, or the one for all. */
export function channelOf(services: Services, model: string): string {
  const { config } = services.config;
  return config.models[model]?.channel ?? config.slack.channel;
}
