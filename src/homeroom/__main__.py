from homeroom.site.commands import main

if __name__ == "__main__":
    main()
