"""One installation's machinery: settings, transaction, keys, outbox, worker, carriers."""
