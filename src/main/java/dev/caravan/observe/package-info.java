/** What operators see of a run that goes on: metrics as log lines; console, metrics and logs in packages of their own. */
package dev.caravan.observe;
