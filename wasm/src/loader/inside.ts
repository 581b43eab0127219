// Pages while they are developed, and test runners: nobody brings core.wasm along, so it is inside the JavaScript.
import coreBytes from 'hufu:core.wasm';
import { instantiateFetched } from './fetched.js';
import { Loader } from './loading.js';

export const loader = new Loader((location) => instantiateFetched(location ?? coreBytes()));
