/** One BOSH session on the server's side: which request waits, what is answered when, and what is answered again. */
import { type Alarm, createAlarm, type Time } from '../time/time';
import { type BoshRequest, bodyXml, terminateXml } from './bosh-body';
import { type BoshSettings, creationAttrs } from './bosh-settings';
import { type Carrier, type EndReason, ns, type StreamAttrs, type StreamInput } from './port';
import { streamErrorXml } from './stanza';

/** One HTTP request that waits for its answer. */
export interface Responder {
  answer(body: string): void;
  /** The HTTP connection is gone: what is answered reaches nobody, and waits to be asked for again. */
  readonly gone: boolean;
  onGone(run: () => void): void;
}

interface Held {
  rid: number;
  responder: Responder;
  arrivedMono: number;
  /** When it is answered with nothing, monotonic ms. */
  dueMono: number;
  empty: boolean;
}

export interface BoshDeps {
  sid: string;
  secure: boolean;
  settings: BoshSettings;
  time: Time;
  accept(carrier: Carrier): StreamInput;
  /** The session is over: its id means nothing any more. */
  onEnd(): void;
}

export class BoshSession {
  readonly waitS: number;
  readonly hold: number;
  private readonly input: StreamInput;
  private readonly alarm: Alarm;
  private expected: number;
  private held: Held[] = [];
  /** Requests that overtook one that is still missing. */
  private early = new Map<number, { request: BoshRequest; responder: Responder }>();
  /** The last answers, to be sent again for a repeated rid (XEP-0124 §14.3). */
  private readonly answered = new Map<number, string>();
  private outbox: string[] = [];
  /** Attributes of the creation's answer, until it is sent. */
  private creation: StreamAttrs | null = null;
  private created = false;
  private ended: { condition: string | null; content: string } | null = null;
  private idleSinceMono: number;
  private pauseMs = 0;
  private paused = false;
  private toldHeld = false;
  /** The last empty request that was answered with nothing before its time. */
  private inVain: Held | null = null;

  constructor(
    creation: BoshRequest,
    private readonly deps: BoshDeps,
  ) {
    const { settings, time } = deps;
    this.waitS = Math.min(Number(creation.attrs.wait ?? settings.maxWaitS) || 0, settings.maxWaitS);
    this.hold = Math.min(Number(creation.attrs.hold ?? 1) || 0, settings.maxHold);
    this.expected = creation.rid;
    this.idleSinceMono = time.monoMs();
    this.alarm = createAlarm(time, () => this.onAlarm());
    this.input = deps.accept(this.carrier());
  }

  /** A request of this session, its creation included. */
  receive(request: BoshRequest, responder: Responder): void {
    this.take(request, responder);
    responder.onGone(() => this.tellHeard());
    this.tellHeard();
  }

  private take(request: BoshRequest, responder: Responder) {
    const cached = this.answered.get(request.rid);
    if (cached !== undefined) return responder.answer(cached);
    if (this.ended !== null) {
      responder.answer(this.nextBody(request.rid));
      return this.forget();
    }
    const same = this.held.find((h) => h.rid === request.rid);
    if (same !== undefined) {
      // the client gave up on the earlier connection: the held request moves to this one
      same.responder = responder;
      return this.flush();
    }
    // XEP-0124 §14.2: outside the window; §17.2 item-not-found
    if (request.rid < this.expected || request.rid >= this.expected + this.deps.settings.requests) {
      this.early.set(request.rid, { request, responder });
      return this.finish('item-not-found');
    }
    this.early.set(request.rid, { request, responder });
    this.processInOrder();
    this.flush();
  }

  /** Ends the session without a word, as when it was idle for too long. */
  destroy(): void {
    if (this.ended !== null) return;
    this.finish(null);
  }

  /** Idle counts only while nobody waits (Openfire HttpSession); one whose connection is gone waits no more. */
  private tellHeard(): void {
    if (this.ended !== null) return;
    const held = this.paused || this.held.some((h) => !h.responder.gone);
    this.toldHeld = held;
    this.input.heard(held);
  }

  private processInOrder(): void {
    for (let next = this.early.get(this.expected); next !== undefined; next = this.early.get(this.expected)) {
      this.early.delete(this.expected);
      this.expected += 1;
      this.process(next.request, next.responder);
      if (this.ended !== null) return;
    }
  }

  private process(request: BoshRequest, responder: Responder) {
    const now = this.deps.time.monoMs();
    const said = request.payload.length > 0 || request.restart || request.terminate || request.pauseS !== null;
    const held: Held = {
      ...{ rid: request.rid, responder, arrivedMono: now, dueMono: now + this.waitS * 1000 },
      empty: this.created && !said,
    };
    this.held.push(held);
    this.paused = false;
    if (this.isTooSoon(held)) return this.finish('policy-violation');
    this.pauseMs = 0;
    if (!this.created || request.restart) this.open(request);
    for (const element of request.payload) this.input.element(element);
    if (request.terminate) this.terminatedByClient();
    else if (request.pauseS !== null) this.pause(request.pauseS);
  }

  private open(request: BoshRequest): void {
    this.created = true;
    // XEP-0206 §5: a restart stands for a new stream header
    const attrs = { ...request.attrs, ...(request.restart ? { version: '1.0' } : {}) };
    if (request.version !== null) attrs.version = request.version;
    this.input.opened({ attrs, streamNs: ns.stream, contentNs: ns.client });
  }

  private terminatedByClient(): void {
    // XEP-0124 §13: what the last body carried is processed first
    this.input.ended();
    this.finish(null);
  }

  /** XEP-0124 §10: every request is answered, and the client may be silent for so long. */
  private pause(pauseS: number) {
    if (pauseS > this.deps.settings.maxPauseS) return this.finish('policy-violation');
    this.pauseMs = pauseS * 1000;
    this.paused = true;
    while (this.held.length > 0) this.answerOldest();
  }

  /** XEP-0124 §11, §12: two empty requests in a row, closer than `polling`, the first of them answered with nothing. */
  private isTooSoon(second: Held): boolean {
    const first = this.inVain;
    if (first === null || !second.empty || second.rid !== first.rid + 1) return false;
    return second.arrivedMono - first.arrivedMono < this.deps.settings.pollingS * 1000;
  }

  private carrier(): Carrier {
    return {
      transport: 'bosh',
      secure: this.deps.secure,
      startTls: null,
      open: (attrs) => {
        if (this.creation !== null || this.answered.size > 0) return;
        const { sid, secure, settings } = this.deps;
        this.creation = creationAttrs(settings, { sid, secure, waitS: this.waitS, hold: this.hold }, attrs);
      },
      send: (xml) => {
        this.outbox.push(xml);
        this.flush();
      },
      expectRestart: () => undefined,
      end: (reason) => this.endedByService(reason),
    };
  }

  private endedByService(reason: EndReason) {
    if (reason.kind === 'closed' || reason.kind === 'vanished') return this.finish(null);
    // XEP-0206 §8: a stream error travels inside; `terminate` speaks for the connection manager itself
    if (reason.kind === 'terminate') return this.finish(reason.condition);
    this.finish('remote-stream-error', streamErrorXml(reason) ?? '');
  }

  private finish(condition: string | null, content = '') {
    if (this.ended !== null) return;
    this.ended = { condition, content: `${this.outbox.join('')}${content}` };
    this.outbox = [];
    const unheard = condition !== null && this.held.length === 0 && this.early.size === 0;
    this.flush();
    for (const { responder } of this.early.values()) responder.answer(terminateXml(condition));
    this.early.clear();
    this.input.gone();
    // nobody was there to hear it: the next request is told
    if (unheard) this.alarm.set(this.deps.time.now() + this.deps.settings.inactivityS * 1000);
    else this.forget();
  }

  private forget() {
    this.alarm.set(null);
    this.deps.onEnd();
  }

  private flush() {
    while (this.held.length > 0 && (this.outbox.length > 0 || this.ended !== null || this.held.length > this.hold)) {
      this.answerOldest();
      const next = this.held[0];
      if (next !== undefined && this.isTooSoon(next)) this.finish('policy-violation');
    }
    if (this.ended === null) this.setAlarm();
  }

  private answerOldest() {
    const next = this.held.shift();
    if (next === undefined) return;
    const nothing = this.outbox.length === 0 && this.ended === null;
    const body = this.nextBody(next.rid);
    this.outbox = [];
    const now = this.deps.time.monoMs();
    this.inVain = next.empty && nothing && (this.waitS === 0 || now < next.dueMono) ? next : null;
    if (this.held.length === 0) this.idleSinceMono = now;
    if (this.held.length === 0 && this.toldHeld) this.tellHeard();
    this.remember(next.rid, body);
    next.responder.answer(body);
  }

  private nextBody(rid: number): string {
    const content = this.ended?.content ?? this.outbox.join('');
    if (this.ended !== null) {
      const { condition } = this.ended;
      this.ended = { condition, content: '' };
      return terminateXml(condition, content);
    }
    const creation = this.creation;
    this.creation = null;
    if (creation !== null) return bodyXml({ ...creation, ack: String(rid) }, content);
    // XEP-0124 §9.1: `ack` only when more was received than what is answered
    const highest = this.expected - 1;
    return bodyXml(highest === rid ? {} : { ack: String(highest) }, content);
  }

  private remember(rid: number, body: string): void {
    this.answered.set(rid, body);
    // XEP-0124 §14.3: as many as the client may have open, and one for the road
    for (const old of this.answered.keys()) {
      if (this.answered.size <= this.deps.settings.requests + 1) return;
      this.answered.delete(old);
    }
  }

  private setAlarm(): void {
    const oldest = this.held[0];
    const { endsAfterS, inactivityS } = this.deps.settings;
    const idleMs = Math.max((endsAfterS ?? inactivityS) * 1000, this.pauseMs);
    const due = oldest === undefined ? this.idleSinceMono + idleMs : oldest.dueMono;
    this.alarm.set(this.deps.time.now() + Math.max(0, Math.ceil(due - this.deps.time.monoMs())));
  }

  private onAlarm() {
    if (this.ended !== null) return this.forget();
    // XEP-0124 §12: inactivity ends a session quietly; the client learns at its next request
    if (this.held.length === 0) return this.destroy();
    if (this.held.every((h) => h.responder.gone)) {
      while (this.held.length > 0) this.answerOldest();
    } else {
      this.answerOldest();
    }
    this.setAlarm();
  }
}
