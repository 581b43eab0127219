// How examples/supabase looks: its walks once more (tests/gotrue), light and dark, from 320 px on, and what axe-core finds.
import { test } from 'node:test';

import { walkThrough } from '../../gotrue/support/jade_gate.js';
import { walks } from '../../gotrue/support/jade_gate_walks.js';
import { nobodyLooks } from '../support/looks.js';

test('Jade Gate', { skip: nobodyLooks }, (t) => walkThrough(t, walks, 'supabase', 'look'));
