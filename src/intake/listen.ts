import type { Server } from 'node:http';
import { IntakeError } from './intake-error.ts';

/** Starts to listen and answers with the URL, or rejects with an `IntakeError` that says why not. */
export function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(explain(error, host, port));
    server.once('error', fail);
    server.listen({ host, port }, () => {
      server.off('error', fail);
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
}

function explain(error: Error, host: string, port: number): IntakeError {
  const said = 'code' in error ? reasons[String(error.code)] : undefined;
  const where = `${host}:${port}`;
  if (said === undefined) {
    return new IntakeError({
      code: 'cannot-listen',
      message: `The door for alerts cannot listen on ${where}: ${error.message}`,
      hint: 'Set intake.host and intake.port in fishbone.yml to an address of this machine and a free port.',
      cause: error,
    });
  }
  return new IntakeError({
    code: said.code,
    message: `The door for alerts cannot listen on ${where}: ${said.why}.`,
    hint: said.hint,
    cause: error,
  });
}

const reasons: Readonly<
  Record<
    string,
    { readonly code: IntakeError['code']; readonly why: string; readonly hint: string } | undefined
  >
> = {
  EADDRINUSE: {
    code: 'port-taken',
    why: 'another program listens there',
    hint: 'Set intake.port in fishbone.yml to a free port, or stop the other program; another Fishbone, perhaps.',
  },
  EACCES: {
    code: 'port-forbidden',
    why: 'this user may not use that port',
    hint: 'Set intake.port in fishbone.yml to a port from 1024 up.',
  },
  EADDRNOTAVAIL: {
    code: 'address-unknown',
    why: 'this machine has no such address',
    hint: 'Set intake.host in fishbone.yml to 127.0.0.1, to 0.0.0.0, or to an address of this machine.',
  },
  ENOTFOUND: {
    code: 'address-unknown',
    why: 'that name stands for no address',
    hint: 'Set intake.host in fishbone.yml to 127.0.0.1, to 0.0.0.0, or to an address of this machine.',
  },
};
