"""What the flexible block's process is made of. Only `block_main` is started; nothing else imports this."""
