/** One Finesse server: which of its parts run, whether it is in service, and what it publishes when. */
import type { EpochMs } from '#contract';
import type { Cancel } from '../../../time/time';
import type { Certificate, Side } from '../model';
import type { Told } from './cti';
import type { PartChanged, WorldEvent } from './events';
import type { Scheduler } from './scheduler';
import { type Parts, type Service, serviceOf } from './service';

export type Part = PartChanged['part'];

export interface ServerHost {
  side: Side;
  clock: Scheduler;
  standby: boolean;
  tellReasons: boolean;
  dependencyMs: number;
  ctiDetectionMs: number;
  recoveryMs: number;
  emit(event: WorldEvent): void;
  /** Publishes an agent's state as it is at this moment, `delayMs` later. */
  publish(told: Told & { republished: boolean }, delayMs: number): void;
  /** Everybody at work: their states are told again after a recovery. */
  signedIn(): string[];
  /** The web application's log, of a message that came from the CTI server. */
  decoded(loginId: string): void;
  /** The Notification Service went. */
  notificationDown(): void;
  /** Finesse no longer hears presence; `keepPresence`: the service that knows it is still there. */
  deaf(keepPresence: boolean): void;
  serviceChanged(inService: boolean): void;
}

/** From the moment that both run to `finesse@` being available. */
const ATTACH_MS = 3_000;
/** Agents' states that a side tells a second after its recovery. */
const REPUBLISHED_PER_S = 200;

export class Server {
  private readonly parts: Parts = { host: true, tomcat: true, notification: true, cti: true };
  private service: Service;
  private attached = true;
  private cancelAttach: Cancel | null = null;
  private cancelService: Cancel | null = null;
  private serviceDueAt = Number.POSITIVE_INFINITY;
  private standby: boolean;
  private lastPublishAt: EpochMs = 0;
  /** Whose changes happened while nothing could be published. */
  private readonly missed = new Set<string>();
  private loadsUntil: EpochMs = 0;
  ctiChangedAt: EpochMs;
  maintenanceSince: EpochMs | null = null;
  publishDelayMs = 0;
  restDelayMs = 0;
  certificate: Certificate;

  constructor(private readonly host: ServerHost) {
    const now = host.clock.now();
    this.standby = host.standby;
    this.service = host.standby ? { inService: false, reason: 'standby' } : { inService: true };
    this.ctiChangedAt = now - 86_400_000;
    this.certificate = { serial: 1, validFrom: now - 100 * 86_400_000, validUntil: now + 265 * 86_400_000 };
  }

  runs(part: Part): boolean {
    return this.parts.host && this.parts[part];
  }

  inService(): boolean {
    return this.service.inService && this.runs('tomcat');
  }

  /** '' unless the switch lets it say something. */
  statusReason(): string {
    return this.service.inService || !this.host.tellReasons ? '' : this.service.reason;
  }

  /** The web application is attached to the Notification Service. */
  finesseAvailable(): boolean {
    return this.attached;
  }

  rest(): 'up' | 'timeout' | 'out-of-service' | 'failing' {
    if (!this.runs('tomcat')) return 'timeout';
    if (!this.service.inService) return 'out-of-service';
    return this.parts.cti ? 'up' : 'failing';
  }

  /** For as long as it was not noticed, a lost link looks well. */
  ctiHeartbeatGood(): boolean {
    return this.parts.cti || this.service.inService;
  }

  set(part: Part, up: boolean): void {
    if (this.parts[part] === up) return;
    const before = { ...this.parts };
    this.parts[part] = up;
    const { side, clock } = this.host;
    const at = clock.now();
    if (part === 'cti') this.ctiChangedAt = at;
    this.host.emit({ type: 'part-changed', at, side, part, up });
    if (part === 'cti' && this.runs('tomcat')) {
      this.host.emit({ type: 'log', at, side, what: up ? 'cti-established' : 'cti-lost' });
    }
    if (before.host && before.notification && !this.runs('notification')) this.host.notificationDown();
    this.attach();
    this.settle();
  }

  setStandby(standby: boolean): void {
    this.standby = standby;
    this.settle();
  }

  setMaintenance(on: boolean): void {
    if (on === (this.maintenanceSince !== null)) return;
    this.maintenanceSince = on ? this.host.clock.now() : null;
    this.announce();
  }

  /** All but its place in the pair is well. */
  couldServe(): boolean {
    return serviceOf(this.parts, false).inService;
  }

  /** Where the newcomers of a failover queue. @returns when this one is in */
  admit(perS: number): EpochMs {
    this.loadsUntil = Math.max(this.loadsUntil, this.host.clock.now()) + 1000 / perS;
    return Math.round(this.loadsUntil);
  }

  isLoading(): boolean {
    return this.loadsUntil > this.host.clock.now();
  }

  /** A state changed; told on if this side is able to. Order is kept when a delay shrinks. */
  tell(told: Told, republished = false): void {
    if (!this.inService() || !this.runs('notification') || !this.parts.cti) {
      this.missed.add(told.loginId);
      return;
    }
    if (!republished) this.host.decoded(told.loginId);
    const now = this.host.clock.now();
    this.lastPublishAt = Math.max(this.lastPublishAt, now + this.publishDelayMs);
    this.host.publish({ ...told, republished }, this.lastPublishAt - now);
  }

  private attach(): void {
    const able = this.runs('tomcat') && this.runs('notification');
    const { side, clock } = this.host;
    this.cancelAttach?.();
    this.cancelAttach = null;
    if (able === this.attached) return;
    if (able) {
      this.cancelAttach = clock.after(ATTACH_MS, () => this.setAttached(true));
      return;
    }
    this.setAttached(false);
    this.host.deaf(this.runs('notification'));
    if (this.runs('tomcat')) this.host.emit({ type: 'log', at: clock.now(), side, what: 'xmpp-lost' });
  }

  private setAttached(available: boolean): void {
    this.attached = available;
    const { side, clock } = this.host;
    const at = clock.now();
    // when the Notification Service went, nobody is left to hear it
    if (this.runs('notification')) this.host.emit({ type: 'finesse-presence', at, side, available });
    if (available) this.host.emit({ type: 'log', at, side, what: 'xmpp-connected' });
  }

  private settle(): void {
    const next = serviceOf(this.parts, this.standby);
    const changing = next.inService !== this.service.inService;
    const at = this.host.clock.now() + this.delayOf(next);
    // what is on its way out goes no later because something else breaks too
    const dueAt = changing && !next.inService ? Math.min(at, this.serviceDueAt) : at;
    this.cancelService?.();
    this.cancelService = null;
    this.serviceDueAt = changing && !next.inService ? dueAt : Number.POSITIVE_INFINITY;
    if (changing) this.cancelService = this.host.clock.at(dueAt, () => this.setService(next));
    else this.service = next;
  }

  /** FINESSE §7: a dead web application answers nobody at once; the others are noticed. */
  private delayOf(next: Service): number {
    if (next.inService) return this.host.recoveryMs;
    if (next.reason === 'host' || next.reason === 'tomcat') return 0;
    if (next.reason === 'notification') return this.host.dependencyMs;
    return next.reason === 'cti' ? this.host.ctiDetectionMs : 0;
  }

  private setService(next: Service): void {
    this.service = next;
    this.serviceDueAt = Number.POSITIVE_INFINITY;
    this.announce();
    if (next.inService) this.republish();
    else this.host.deaf(this.runs('notification'));
    this.host.serviceChanged(next.inService);
  }

  private announce(): void {
    const { side, clock } = this.host;
    const published = this.attached && this.runs('notification');
    this.host.emit({
      ...{ type: 'system-info-changed', at: clock.now(), side, feed: '/finesse/api/SystemInfo' },
      published,
    });
  }

  /** FINESSE §7: afterwards latest states are published, with the times they have. */
  private republish(): void {
    const all = new Set([...this.host.signedIn(), ...this.missed]);
    this.missed.clear();
    [...all].forEach((loginId, i) => {
      this.host.clock.after((i * 1000) / REPUBLISHED_PER_S, () =>
        this.tell({ loginId, cause: 'sign-in', requestId: '' }, true),
      );
    });
  }
}
