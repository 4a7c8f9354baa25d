import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on 127.0.0.1; a taken port gives way to the next one, up to a hundred further. Returns the port. */
export async function listenLocally(server: Server, wanted: number): Promise<number> {
  for (let port = wanted; port <= wanted + 100; port += 1) {
    if (await tryPort(server, port)) return portOf(server);
  }
  throw new Error(`no free port between ${wanted} and ${wanted + 100}`);
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve(true);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen(port, '127.0.0.1');
  });
}

function portOf(server: Server): number {
  // Safe: a server that listens on a TCP port has an AddressInfo, never a pipe name.
  return (server.address() as AddressInfo).port;
}
