/** Alerting as its pages know it: what is configured, what mutes it, and what became of every message. Pure. */
import {
  type AlertingSnapshot,
  type DeliverySummary,
  type Recorded,
  type Silence,
  type Topic,
  topicOf,
} from '#contract';

export type AlertingModel = Pick<AlertingSnapshot, 'setup' | 'silences' | 'deliveries' | 'tests'>;

export function alertingModel({ setup, silences, deliveries, tests }: AlertingSnapshot): AlertingModel {
  return { setup, silences, deliveries, tests };
}

export function alertingTopics(): Topic[] {
  return [topicOf.admin];
}

export function foldAlerting(model: AlertingModel, events: readonly Recorded[]): AlertingModel {
  return events.reduce(afterEvent, model);
}

/** A page that stays open for weeks does not grow for ever. */
const KEPT_DELIVERIES = 2_000;

function afterEvent(model: AlertingModel, e: Recorded): AlertingModel {
  switch (e.type) {
    case 'alerting-configured':
      return { ...model, setup: e.setup };
    case 'silence-changed':
      return { ...model, silences: withSilence(model.silences, e.silence) };
    case 'delivery-changed':
      return { ...model, deliveries: withDelivery(model.deliveries, e.delivery) };
    case 'channel-tested':
      return { ...model, tests: [e, ...model.tests.filter((t) => t.channel !== e.channel)] };
    default:
      return model;
  }
}

function withSilence(silences: readonly Silence[], told: Silence): Silence[] {
  const known = silences.some((s) => s.id === told.id);
  return known ? silences.map((s) => (s.id === told.id ? told : s)) : [told, ...silences];
}

function withDelivery(deliveries: readonly DeliverySummary[], told: DeliverySummary): DeliverySummary[] {
  const known = deliveries.some((d) => d.id === told.id);
  if (known) return deliveries.map((d) => (d.id === told.id ? told : d));
  return [told, ...deliveries].slice(0, KEPT_DELIVERIES);
}
