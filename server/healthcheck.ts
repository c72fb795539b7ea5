/** For the container: asks the front door of this environment whether all is well. Exit code 0 or 1. */
import http from 'node:http';
import https from 'node:https';
import { readEnv, urlHost } from './config/env';

const { host, port, basePath, tls } = readEnv();
const address = `${urlHost(host)}:${port}${basePath}/api/health`;
const options = { timeout: 4_000 };
// To ourselves: whether browsers trust the certificate is another question.
const request =
  tls === null
    ? http.get(`http://${address}`, options)
    : https.get(`https://${address}`, { ...options, rejectUnauthorized: false });
request.on('timeout', () => request.destroy(new Error('no answer in time')));
request.on('response', (answer) => {
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
  answer.resume();
});
request.on('error', () => {
  process.exitCode = 1;
});
