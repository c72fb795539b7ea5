/** What a world is made from: size, release, deployment, hosts, accounts, and the numbers of Openfire and Finesse. */
import { z } from 'zod';
import { deployment, networkProfile, release, side } from '../model';
import { profileName, switchOverrides } from '../switches';

/** Domains of JIDs are compared in lower case (RFC 7622 §3.2). */
const hostName = z.string().toLowerCase();
const seconds = z.number().nonnegative().max(86_400);

export const accountSettings = z.strictObject({
  username: z.string().regex(/^[^@/\s:]+$/),
  password: z.string().min(1),
  role: z.enum(['agent', 'supervisor', 'administrator']).default('agent'),
  /** Teams that a supervisor supervises, by id or name. */
  teams: z.array(z.string()).default([]),
  sso: z.boolean().default(false),
});
export type AccountSettings = z.infer<typeof accountSettings>;

export const siteSettings = z.strictObject({
  name: z.string().min(1),
  path: z.enum(['lan', 'vpn', 'proxy']).default('lan'),
  rttMs: z.number().nonnegative().max(5000).default(20),
  /** Weight when agents are spread over the sites. */
  weight: z.number().positive().default(1),
  /** Only people of these teams sit here; empty = of all teams. */
  teams: z.array(z.string()).default([]),
});

export const worldSettings = z.strictObject({
  agents: z.number().int().min(1).max(5000).default(240),
  /** The first so many agents have no simulated desktop: a face signs them in over real connections. */
  realAgents: z.number().int().min(0).max(5000).default(0),
  teamSize: z.number().int().min(2).max(200).default(20),
  /** In order of use; more are invented when there are more teams. */
  teams: z.array(z.string().min(1)).default([]),
  sites: z
    .array(siteSettings)
    .min(1)
    .default([
      { name: 'Lyon', path: 'vpn', rttMs: 35, weight: 2, teams: [] },
      { name: 'Porto', path: 'proxy', rttMs: 48, weight: 2, teams: [] },
      { name: 'Gdansk', path: 'lan', rttMs: 24, weight: 3, teams: [] },
      { name: 'Home', path: 'vpn', rttMs: 60, weight: 1, teams: [] },
    ]),
  seed: z.number().int().default(1),
  release: release.default('12.6'),
  deployment: deployment.default({ type: 'UCCE', load: 0 }),
  authMode: z.enum(['NON_SSO', 'SSO', 'HYBRID']).default('NON_SSO'),
  /** Names of the servers and, different for each, of their XMPP domains. */
  hosts: z.strictObject({ A: hostName, B: hostName }).default({ A: 'fin-a.sim.example', B: 'fin-b.sim.example' }),
  /** Besides the agents: monitors and administrators. They belong to no team and work never. */
  accounts: z.array(accountSettings).default([]),
  /** Password of every simulated agent. */
  agentPassword: z.string().min(1).default('agent'),
  profile: profileName.default('pessimistic'),
  switches: switchOverrides.default({}),
  /** Share of the desktops that start on A, 0..1; a UCCX standby has none. */
  shareOnA: z.number().min(0).max(1).default(0.75),
  /** Share of the agents at work at the start, 0..1. */
  signedIn: z.number().min(0).max(1).default(0.92),
  /** Share of desktops on BOSH; null: by release (12.5 a fifth, later 3 %). */
  boshShare: z.number().min(0).max(1).nullable().default(null),
  /** Weights of network profiles among agents of each site path; the others are on the office LAN. */
  profiles: z
    .partialRecord(networkProfile, z.number().min(0).max(1))
    .default({ wifi: 0.12, laptop: 0.08, throttled: 0.05 }),
  /** Whether network profiles cause trouble by themselves (jitter, drops, sleep). Scenarios that tell one story turn it off. */
  ambientTrouble: z.boolean().default(false),
  /** Calls per READY agent follow a rhythm; false: states stay as they are. */
  rhythm: z.boolean().default(true),
  /** Length of a call, seconds on average. */
  callS: seconds.default(170),
  openfire: z
    .strictObject({
      /** BOSH sessions close past this, seconds. */
      boshIdleS: seconds.default(60),
      sweepS: seconds.min(1).default(30),
      /** First sweep after the start of the world, seconds; null: anywhere within the period. */
      sweepPhaseS: z.partialRecord(side, seconds).default({}),
      /** BOSH `wait`, seconds. */
      waitS: seconds.default(30),
      /** `last was active` lines for every session and sweep. */
      debugLog: z.boolean().default(false),
    })
    .prefault({}),
  finesse: z
    .strictObject({
      graceS: seconds.default(60),
      /** From a change of presence to Finesse's reaction, ms. */
      presenceLatencyMs: z.number().min(0).max(60_000).default(20),
      /** Round trip to the CTI server, ms. */
      ctiRoundTripMs: z.number().min(0).max(60_000).default(10),
      /** From the loss of the Notification Service to OUT_OF_SERVICE, seconds. */
      dependencyS: seconds.default(10),
      /** CTI heartbeats: 3 misses × 5 s. */
      ctiDetectionS: seconds.default(15),
      /** From the last dependency's return to IN_SERVICE, seconds. */
      recoveryS: seconds.default(12),
      /** Offset of a server's clock to ours, ms. */
      clockSkewMs: z.strictObject({ A: z.number(), B: z.number() }).default({ A: 0, B: 7 }),
      /** Minutes, as in SystemInfo and the webservices log. */
      timezoneOffsetMin: z.number().int().default(60),
    })
    .prefault({}),
  desktop: z
    .strictObject({
      pingS: seconds.default(10),
      pingTimeoutS: seconds.default(10),
      pingRetries: z.number().int().min(0).default(2),
      /** While searching a server. */
      pollS: seconds.default(20),
      reconnectTries: z.number().int().min(0).default(3),
      reconnectS: seconds.default(5),
      /** From the press of F5 to a new session, seconds. */
      reloadS: seconds.default(8),
      /** Loading the desktop on another side: a fixed part, and how many a second one side takes in. */
      loadS: seconds.default(15),
      loadsPerS: z.number().positive().default(44),
      /** Added to `loadS` per ms of round trip. */
      loadSPerRttMs: z.number().nonnegative().default(0.0625),
    })
    .prefault({}),
});
export type WorldSettings = z.output<typeof worldSettings>;
export type WorldSettingsInput = z.input<typeof worldSettings>;
