// The table of calls, with the packages of today.
import { eras } from '../support/supabase.js';
import { walk } from '../support/walk.js';

await walk(eras[0]);
