// The table of calls, with the packages of November 2025.
import { eras } from '../support/supabase.js';
import { walk } from '../support/walk.js';

await walk(eras[1]);
