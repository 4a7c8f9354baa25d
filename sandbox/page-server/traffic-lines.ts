import { asFields, stringAt } from '../fields.ts';
import type { TrafficDetail, TrafficLine } from '../page/contract.ts';
import type { Exchange, Traffic } from '../traffic.ts';

const most = 200;

/** The latest exchanges whose name, request or response contains the words, newest first. */
export function trafficLines(traffic: Traffic, words: string): readonly TrafficLine[] {
  const wanted = words.trim().toLowerCase();
  return traffic
    .search()
    .filter((it) => wanted === '' || textOf(it).includes(wanted))
    .slice(-most)
    .toReversed()
    .map(lineOf);
}

export function trafficDetail(traffic: Traffic, seq: number): TrafficDetail | undefined {
  const [found] = traffic.search({ afterSeq: seq - 1 });
  if (found?.seq !== seq) return undefined;
  return { ...lineOf(found), request: found.request ?? null, response: found.response ?? null };
}

function textOf(exchange: Exchange): string {
  return `${exchange.name} ${JSON.stringify([exchange.request, exchange.response])}`.toLowerCase();
}

function lineOf({ seq, at, direction, via, name, status, response }: Exchange): TrafficLine {
  const body = asFields(response);
  const error = body?.['ok'] === false ? (stringAt(body, 'error') ?? 'error') : null;
  return { seq, at: at.toISOString(), direction, via, name, status, error };
}
