/** The peer of the session bench, in a process of its own: prints where its three transports listen, and lives until its input ends. */
import { transportKinds } from '#contract';
import { startCheapServer } from '../xmpp/cheap-server';

const servers = await Promise.all(transportKinds.map((kind) => startCheapServer(kind)));
process.stdout.write(`${JSON.stringify(servers.map((server) => server.address))}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
