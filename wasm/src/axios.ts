// hufu/axios: axios sends through a client. Its rules (one renewal, one more try, whose origin) are written once, in the
// core; here is only what axios calls things.
import axios, { AxiosError, CanceledError, getAdapter, type AxiosAdapter } from 'axios';
import type { Client, HufuError } from 'hufu';

import type { WxClient } from './wx_client.js';

type Config = Parameters<AxiosAdapter>[0];

/** On these two programs branch by axios's names; a cancellation is axios's own error. */
const names: { [code: string]: string } = { network: AxiosError.ERR_NETWORK, timeout: AxiosError.ETIMEDOUT };

/**
 * For `axios.create({ baseURL, adapter: hufuAdapter(client) })`: requests go out as by `client.fetch`, in Taro and uni-app as
 * by `client.request`. Errors are axios's; where Hufu has refused or failed, `error.cause` is the {@link HufuError}.
 */
export function hufuAdapter(client: Pick<Client, 'fetch'> | Pick<WxClient, 'request'>): AxiosAdapter {
  const send = 'fetch' in client ? getAdapter('fetch', { env: { fetch: client.fetch } }) : throughWx(client);
  return (config) =>
    send(config).catch((error: unknown) => {
      throw asAxios(error, config);
    });
}

function asAxios(error: unknown, config: Config): unknown {
  const { cause, request } = error as AxiosError;
  const said = (cause ?? error) as HufuError; // axios has put an error of its own before it, or not
  if (said.name !== 'HufuError') return error;
  // Nobody's order is sent again for the next person: interceptors that ask again leave a cancelled request alone.
  if (said.code === 'cancelled') return Object.assign(new CanceledError(said.message, config, request), { cause: said });
  return AxiosError.from(said, names[said.code] ?? said.code, config, request, undefined, { name: 'AxiosError' });
}

function throughWx(client: Pick<WxClient, 'request'>): AxiosAdapter {
  return async (config) => {
    const { data, headers, responseType, signal, timeout, validateStatus } = config;
    const answer = await client.request(
      {
        url: axios.getUri(config),
        method: config.method?.toUpperCase() ?? 'GET',
        header: headers.toJSON() as Record<string, string>,
        data,
        dataType: 'text', // what it means, axios's transformResponse says
        responseType: responseType === 'arraybuffer' ? responseType : 'text',
        ...(timeout ? { timeout } : {}),
      },
      signal ? { signal: signal as AbortSignal } : {},
    );
    const { statusCode: status } = answer;
    const response = { data: answer.data, status, statusText: '', headers: answer.header ?? {}, config };
    if (!validateStatus || validateStatus(status)) return response as Awaited<ReturnType<AxiosAdapter>>;
    const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
    throw new AxiosError(`Request failed with status code ${status}`, code, config, null, response as never);
  };
}
